import { once } from 'node:events';
import { createServer } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import type { ResolveName } from '#adapters/webhooks/http/find-addresses.ts';
import { createHttpWebhookSender, type HttpWebhookConfig } from '#adapters/webhooks/http/sender.ts';
import type { Secret } from '#src/domain/kit/secret.ts';
import { newWebhookSecret } from '#src/kit/webhook-secret.ts';
import { eventually } from '#test/helpers/eventually.ts';
import { makeCertificate, startReceiver, type WebhookReceiver } from '#test/servers/webhook-receiver.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** For who waits in vain. A slow machine needs longer for a call that comes through. */
const HASTY = { connectMs: 400, wholeMs: 700 };
const EVENT = { id: '0197a5c2-7d1e-7000-8000-000000000001', body: '{"type":"gift.issued","data":{}}' };

async function receiver(options: Parameters<typeof startReceiver>[0] = {}): Promise<WebhookReceiver> {
  const started = await startReceiver(options);
  closers.push(started.stop);
  return started;
}

function sender(config: Partial<HttpWebhookConfig> = {}) {
  const made = createHttpWebhookSender({
    allowedNetworks: ['127.0.0.1/32'],
    connectMs: 10_000,
    wholeMs: 20_000,
    ...config,
  });
  closers.push(made.close);
  return {
    ...made,
    post: (url: string, secrets: readonly Secret[] = [newWebhookSecret()]) =>
      made.call({ ...EVENT, url, secrets }),
  };
}

/** Knows one name, and its addresses of each time that it is asked. */
function names(...answers: string[][]): ResolveName & { asked: () => number } {
  let asked = 0;
  async function resolve(name: string): Promise<string[]> {
    asked += 1;
    if (name !== 'hook.test') throw new Error(`nobody knows ${name}`);
    return answers[Math.min(asked, answers.length) - 1] ?? [];
  }
  return Object.assign(resolve, { asked: () => asked });
}

describe('a call', () => {
  it('brings the event, signed so that the library of the receiver finds it genuine', async () => {
    const hook = await receiver();
    const secret = newWebhookSecret();

    const answer = await sender().post(hook.url, [secret]);

    const [call] = hook.calls;
    expect(answer).toMatchObject({ status: 204 });
    expect(call).toMatchObject({ method: 'POST', path: '/hook', body: EVENT.body });
    expect(call?.headers).toMatchObject({ 'webhook-id': EVENT.id, 'content-type': 'application/json' });
    const { body = '', headers = {} } = call ?? {};
    expect(new Webhook(secret.reveal()).verify(body, headers)).toEqual(JSON.parse(EVENT.body));
    expect(() => new Webhook(newWebhookSecret().reveal()).verify(body, headers)).toThrow('signature');
    expect(() => new Webhook(secret.reveal()).verify(`${body} `, headers)).toThrow('signature');
  });

  it('is signed with each of two secrets while one is being replaced', async () => {
    const hook = await receiver();
    const secrets = [newWebhookSecret(), newWebhookSecret()];

    await sender().post(hook.url, secrets);

    const { body = '', headers = {} } = hook.calls[0] ?? {};
    for (const secret of secrets)
      expect(new Webhook(secret.reveal()).verify(body, headers)).toEqual(JSON.parse(EVENT.body));
  });

  it.each([200, 204, 302, 400, 410, 429, 500, 503])(
    'has the status that was answered: %i',
    async (status) => {
      const hook = await receiver();
      hook.answer((response) => response.writeHead(status).end('so it is'));

      const answer = await sender().post(hook.url);

      expect(answer).toMatchObject({ status });
    },
  );

  it('follows no redirect', async () => {
    const [hook, other] = [await receiver(), await receiver()];
    hook.answer((response) => response.writeHead(307, { location: other.url }).end());

    expect(await sender().post(hook.url)).toMatchObject({ status: 307 });
    expect(other.connections()).toBe(0);
  });

  it('hears how long it is asked to wait, in seconds or as a date', async () => {
    const hook = await receiver();
    hook.answer((response) => response.writeHead(429, { 'retry-after': '120' }).end());
    const inSeconds = await sender().post(hook.url);
    hook.answer((response) => {
      const date = new Date(Date.now() + 3_600_000).toUTCString();
      response.writeHead(503, { 'retry-after': date }).end();
    });
    const asDate = await sender().post(hook.url);

    expect(inSeconds).toMatchObject({ retryAfterMs: 120_000 });
    const { retryAfterMs = 0 } = asDate as { retryAfterMs?: number };
    expect(retryAfterMs).toBeGreaterThan(3_590_000);
    expect(retryAfterMs).toBeLessThanOrEqual(3_600_000);
  });

  it('keeps one line of the answer, without what would control a terminal', async () => {
    const hook = await receiver();
    hook.answer((response) =>
      response.writeHead(500).end('\u001B[31mno\r\n\tway\u202E \u0000!'.padEnd(900, 'x')),
    );

    const answer = (await sender().post(hook.url)) as { excerpt: string };

    expect(answer.excerpt).toMatch(/^\[31mno way ! ?x+$/u);
    expect(answer.excerpt.length).toBeLessThanOrEqual(200);
  });

  it('uses a connection again, and replaces one that was closed meanwhile', async () => {
    const hook = await receiver();
    const { post } = sender();

    await post(hook.url);
    await post(hook.url);
    expect(hook.connections()).toBe(1);
    hook.answer((response, request, { headers }) => {
      // The first call of a kept connection is cut off, as if it had just been closed.
      if (hook.connections() === 1 && headers['webhook-id']) request.socket.destroy();
      else response.writeHead(204).end();
    });

    expect(await post(hook.url)).toMatchObject({ status: 204 });
    expect(hook.connections()).toBe(2);
  });
});

describe('a receiver that misbehaves', () => {
  it('that takes the call and never answers ends at the time limit', async () => {
    const hook = await receiver();
    hook.answer(() => undefined);

    const answer = await sender(HASTY).post(hook.url);

    expect(answer).toMatchObject({ failure: 'timeout' });
    expect(answer.tookMs).toBeLessThan(HASTY.wholeMs + 5_000);
  });

  it('that answers a byte at a time is cut off, and its status counts', async () => {
    const hook = await receiver();
    hook.answer((response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 50);
      response.on('close', () => clearInterval(timer));
    });

    const answer = await sender(HASTY).post(hook.url);

    expect(answer).toMatchObject({ status: 200 });
    expect(answer.tookMs).toBeLessThan(HASTY.wholeMs + 5_000);
  });

  it('that answers without end is cut off early', async () => {
    const hook = await receiver();
    let sent = 0;
    let isClosed = false;
    hook.answer((response) => {
      response.writeHead(200);
      response.on('close', () => {
        isClosed = true;
      });
      function more(): void {
        while (!isClosed && response.write(Buffer.alloc(65_536, 120))) sent += 65_536;
      }
      response.on('drain', more);
      more();
    });

    const answer = (await sender().post(hook.url)) as { status: number; excerpt: string };

    expect(answer.status).toBe(200);
    expect(answer.excerpt.length).toBeLessThanOrEqual(200);
    await eventually(() => expect(isClosed).toBe(true));
    expect(sent).toBeLessThan(50_000_000);
  });

  it.each([
    ['before it answers', undefined, { failure: 'cut-off' }],
    ['in the middle of its answer', 200, { status: 200 }],
  ])('that cuts the connection %s', async (_, status, expected) => {
    const hook = await receiver();
    hook.answer((response, request) => {
      if (status === undefined) return void request.socket.destroy();
      response.writeHead(status, { 'content-length': '1000' });
      response.write('begun', () => request.socket.destroy());
    });

    expect(await sender().post(hook.url)).toMatchObject(expected);
  });

  it('that answers with endless headers is cut off', async () => {
    const hook = await receiver();
    hook.answer((response, request) => {
      request.socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}`);
    });

    expect(await sender().post(hook.url)).toMatchObject({ failure: 'cut-off' });
  });

  it('that is not there, or has a name that nobody knows', async () => {
    const gone = await receiver();
    await gone.stop();
    const { post } = sender({ resolve: names(['127.0.0.1']) });

    expect(await post(gone.url)).toMatchObject({ failure: 'connection' });
    expect(await post('http://other.test/hook')).toMatchObject({ failure: 'name' });
  });

  it('that takes connections and says nothing, not even hello, ends at the limit for connections', async () => {
    const silent = createServer(() => undefined);
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    closers.push(async () => silent.close());
    const { port } = silent.address() as { port: number };

    const answer = await sender({ ...HASTY, wholeMs: 20_000 }).post(`https://127.0.0.1:${port}/`);

    expect(answer).toMatchObject({ failure: 'timeout' });
    expect(answer.tookMs).toBeLessThan(10_000);
  });

  it('that has a name whose name server is silent ends at the time limit', async () => {
    const answer = await sender({ ...HASTY, resolve: () => new Promise(() => undefined) }).post(
      'https://hook.test/',
    );

    expect(answer).toMatchObject({ failure: 'timeout' });
    expect(answer.tookMs).toBeLessThan(HASTY.wholeMs + 5_000);
  });
});

describe('a certificate', () => {
  it('that is trusted and for the name is what a call goes by', async () => {
    const certificate = await makeCertificate('hook.test');
    const hook = await receiver({ certificate });
    const { post } = sender({ ca: certificate.cert, resolve: names(['127.0.0.1']) });

    expect(await post(`https://hook.test:${hook.port}/hook`)).toMatchObject({ status: 204 });
    expect(hook.calls[0]?.headers['host']).toBe(`hook.test:${hook.port}`);
  });

  it('that nobody vouches for, or that is for another name, forbids the call', async () => {
    const certificate = await makeCertificate('other.test');
    const hook = await receiver({ certificate });
    const url = `https://hook.test:${hook.port}/hook`;
    const resolve = names(['127.0.0.1']);

    expect(await sender({ resolve }).post(url)).toMatchObject({ failure: 'certificate' });
    expect(await sender({ resolve, ca: certificate.cert }).post(url)).toMatchObject({
      failure: 'certificate',
    });
    expect(hook.calls).toEqual([]);
  });

  it('is not there where a receiver speaks without encryption', async () => {
    const hook = await receiver();

    expect(await sender().post(hook.url.replace('http:', 'https:'))).toMatchObject({
      failure: 'certificate',
    });
    expect(hook.calls).toEqual([]);
  });
});

describe('a name', () => {
  it('that leads elsewhere between the check and the call does not take the call along', async () => {
    const hook = await receiver();
    const inside = await receiver({ host: '127.0.0.2', port: hook.port });
    const resolve = names(['127.0.0.1'], ['127.0.0.2']);
    const { post } = sender({ resolve });
    const url = `http://hook.test:${hook.port}/hook`;

    const first = await post(url);
    const askedByFirst = resolve.asked();
    const second = await post(url);

    expect([first, second]).toMatchObject([{ status: 204 }, { failure: 'address' }]);
    expect(askedByFirst).toBe(1);
    expect(hook.calls).toHaveLength(1);
    expect(inside.connections()).toBe(0);
  });

  it('with one address that may not be called is not called at any', async () => {
    const hook = await receiver();
    const { post } = sender({ resolve: names(['127.0.0.1', '127.0.0.2']) });

    expect(await post(`http://hook.test:${hook.port}/hook`)).toMatchObject({ failure: 'address' });
    expect(hook.connections()).toBe(0);
  });

  it('with several addresses is called at the first that takes the connection', async () => {
    const hook = await receiver({ host: '127.0.0.3' });
    const resolve = names(['127.0.0.2', '127.0.0.3']);
    const { post } = sender({ resolve, allowedNetworks: ['127.0.0.0/8'] });

    expect(await post(`http://hook.test:${hook.port}/hook`)).toMatchObject({ status: 204 });
  });
});

describe('an address that may not be called', () => {
  it.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://2130706433/',
    'https://①②⑦.0.0.1/',
    'https://[::1]/',
    'https://[0:0:0:0:0:ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[64:ff9b::10.0.0.1]/',
    'https://localhost/',
    'https://localhost./',
    'https://a.localhost/',
    'https://169.254.169.254/latest/meta-data',
    'https://0/',
    'https://10.0.0.8/',
    'http://[fe80::1]/',
  ])('is told before, and not called: %s', async (url) => {
    const { check, post } = sender({ allowedNetworks: [] });

    expect(await check(url)).toBe('private');
    expect(await post(url)).toMatchObject({ failure: 'address' });
  });

  it.each([
    ['http://93.184.215.14/hook', 'unencrypted'],
    ['https://user@93.184.215.14/', 'credentials'],
    ['https://:secret@93.184.215.14/', 'credentials'],
    ['https://93.184.215.14/#top', 'fragment'],
    ['https://93.184.215.14:25/', 'port'],
    ['https://93.184.215.14:5432/', 'port'],
    ['ftp://93.184.215.14/', 'malformed'],
    ['javascript:alert(1)', 'malformed'],
    ['hook', 'malformed'],
    [`https://93.184.215.14/${'x'.repeat(2_000)}`, 'long'],
    ['https://nowhere.test/', 'unknown'],
  ])('is told with what is wrong: %s', async (url, problem) => {
    expect(await sender({ resolve: names([]) }).check(url)).toBe(problem);
  });

  it('is one that anybody can have otherwise', async () => {
    const { check } = sender({
      allowedNetworks: [],
      resolve: names(['93.184.215.14', '2606:4700:4700::1111']),
    });

    expect(await check('https://hook.test/a?b=c')).toBeUndefined();
    expect(await check('https://hook.test:8443/')).toBeUndefined();
  });
});
