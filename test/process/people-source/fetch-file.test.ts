import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '#src/domain/kit/secret.ts';
import {
  createPeopleSource,
  type PeopleSourceConfig,
} from '#src/process/people-source/create-people-source.ts';
import { makeCertificate, startReceiver } from '#test/servers/webhook-receiver.ts';

const CSV = 'email,name,department\nalice@example.com,Alice Ito,Design\n';

const certificate = await makeCertificate('localhost');
const hr = await startReceiver();
const encrypted = await startReceiver({ certificate });
afterAll(() => Promise.all([hr.stop(), encrypted.stop()]));
beforeEach(() => {
  hr.calls.splice(0);
  encrypted.calls.splice(0);
  hr.answer((response) => response.writeHead(200, { 'content-type': 'text/csv', etag: '"one"' }).end(CSV));
  encrypted.answer((response) => response.writeHead(200, { 'content-type': 'text/csv' }).end(CSV));
});

const secure = `https://localhost:${encrypted.port}/people.csv`;

function read(more: Partial<PeopleSourceConfig> = {}, etag?: string) {
  const limits = { wholeMs: 400, mostBytes: 10_000, ca: certificate.cert };
  const config = { from: hr.url, at: '05:00', leavers: false, allowedNetworks: [], limits, ...more };
  return createPeopleSource(config).read(etag);
}

describe('a file of people at an address', () => {
  it('comes as it is, with the tag that it has', async () => {
    const answer = await read();

    expect(answer).toEqual({ ok: true, bytes: Buffer.from(CSV), etag: '"one"' });
  });

  it('is asked for with the token, and with the tag that it had', async () => {
    hr.answer((response) => response.writeHead(304).end());

    const answer = await read({ token: new Secret('hr-secret') }, '"one"');

    expect(answer).toEqual({ ok: true, isUnchanged: true });
    expect(hr.calls[0]?.headers).toMatchObject({
      authorization: 'Bearer hr-secret',
      'if-none-match': '"one"',
    });
  });

  it('may come compressed', async () => {
    hr.answer((response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(CSV)));

    expect(await read()).toEqual({ ok: true, bytes: Buffer.from(CSV) });
  });

  it('may be on a server with a certificate', async () => {
    expect(await read({ from: secure })).toMatchObject({ ok: true });
    expect(await read({ from: secure, limits: { mostBytes: 1_000 } })).toMatchObject({ why: 'certificate' });
  });

  it.each<[string, Parameters<typeof hr.answer>[0], string]>([
    [
      'a page to sign in',
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Sign in'),
      'web-page',
    ],
    [
      'such a page that calls itself text',
      (response) => response.writeHead(200).end('\uFEFF\n<!DOCTYPE html><html>'),
      'web-page',
    ],
    ['nothing', (response) => response.writeHead(200).end(), 'empty'],
    ['blanks', (response) => response.writeHead(200).end(' \r\n\n'), 'empty'],
    ['no content', (response) => response.writeHead(204).end(), 'status'],
    ['a fault', (response) => response.writeHead(500).end('oops'), 'status'],
    ['a refusal', (response) => response.writeHead(401).end(), 'not-allowed'],
    [
      'less than it promised',
      (response) => {
        response.writeHead(200, { 'content-length': 5_000 });
        response.write(CSV, () => setTimeout(() => response.destroy(), 20));
      },
      'cut-off',
    ],
    [
      'parts without an end',
      (response) => {
        response.writeHead(200);
        response.write(CSV, () => setTimeout(() => response.destroy(), 20));
      },
      'cut-off',
    ],
    [
      'half of what was compressed',
      (response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(CSV).subarray(0, 40)),
      'cut-off',
    ],
    ['too much', (response) => response.writeHead(200).end('a'.repeat(20_000)), 'too-large'],
    [
      'too much once it is unpacked',
      (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a'.repeat(90_000))),
      'too-large',
    ],
    [
      'drops, for ever',
      (response) => {
        response.writeHead(200);
        setInterval(() => response.write('a'), 50).unref();
      },
      'timeout',
    ],
    ['no answer', () => undefined, 'timeout'],
    [
      'redirects in a circle',
      (response) => response.writeHead(302, { location: '/hook' }).end(),
      'redirects',
    ],
    ['a redirect to nowhere', (response) => response.writeHead(302).end(), 'redirects'],
    [
      'a redirect that is not encrypted',
      (response) => response.writeHead(302, { location: 'http://example.com/' }).end(),
      'unencrypted',
    ],
    [
      'a redirect into a private network',
      (response) => response.writeHead(302, { location: 'https://10.0.0.1/' }).end(),
      'private',
    ],
    [
      'a redirect to a cloud’s own address',
      (response) => response.writeHead(307, { location: 'https://[::ffff:169.254.169.254]/' }).end(),
      'private',
    ],
    [
      'a redirect to a name of this machine',
      (response) => response.writeHead(302, { location: secure }).end(),
      'private',
    ],
  ])('is not taken from a server that sends %s', async (_, answer, why) => {
    hr.answer(answer);

    expect(await read()).toMatchObject({ ok: false, why });
  });

  it('is not asked for where nobody listens', async () => {
    const gone = await startReceiver();
    await gone.stop();

    expect(await read({ from: gone.url })).toEqual({ ok: false, why: 'no-answer', said: 'ECONNREFUSED' });
  });

  it('takes its token to no other place that it leads to', async () => {
    hr.answer((response) => response.writeHead(302, { location: secure }).end());
    const allowedNetworks = ['127.0.0.0/8', '::1/128'];

    const answer = await read({ token: new Secret('hr-secret'), allowedNetworks }, '"one"');

    expect(answer).toMatchObject({ ok: true });
    expect(Object.keys(encrypted.calls[0]?.headers ?? {})).not.toContain('authorization');
    expect(Object.keys(encrypted.calls[0]?.headers ?? {})).not.toContain('if-none-match');
  });
});

describe('a file of people on this machine', () => {
  it('says that it is not there', async () => {
    expect(await read({ from: '/nowhere/people.csv' })).toEqual({
      ok: false,
      why: 'no-file',
      said: 'ENOENT',
    });
  });
});
