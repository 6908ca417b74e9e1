import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { checkPublicUrl } from '#src/cli/process/doctor/check-public-url.ts';
import { configFrom } from '#src/config.ts';

const SMTP = { SMTP_URL: 'smtp://127.0.0.1:25', MAIL_FROM: 'gifts@example.com' };

/** The address of a server that gives this answer to whatever it is asked. */
async function serve(status: number, text: string): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status).end(text));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function check(env: Record<string, string>): Promise<string[]> {
  const findings = await checkPublicUrl(configFrom(env));
  return findings.map(({ level, message }) => `${level}: ${message}`);
}

it('knows Largesse at the public address, also under a path', async () => {
  const url = await serve(200, '{"status":"ok"}');

  expect(await check({ PUBLIC_URL: url })).toEqual([`ok: Largesse answers at ${url}`]);
  expect(await check({ PUBLIC_URL: `${url}/gifts/` })).toEqual([`ok: Largesse answers at ${url}/gifts`]);
});

it('tells another program from a proxy with nothing behind it', async () => {
  const [shop, proxy] = [await serve(200, 'hello'), await serve(502, 'bad gateway')];

  expect(await check({ PUBLIC_URL: shop })).toEqual([
    `problem: something other than Largesse answers at ${shop}`,
  ]);
  expect(await check({ PUBLIC_URL: proxy })).toEqual([`warning: nobody answers at ${proxy}`]);
  expect(await check({ PUBLIC_URL: 'http://127.0.0.1:65000' })).toEqual([
    'warning: nobody answers at http://127.0.0.1:65000',
  ]);
});

it('warns of links that others can read, and of mails without any', async () => {
  const open = await check({ PUBLIC_URL: 'http://gifts.invalid' });

  expect(open).toEqual([
    'warning: nobody answers at http://gifts.invalid',
    expect.stringContaining('is not encrypted'),
  ]);
  expect(await check(SMTP)).toEqual([expect.stringMatching(/^warning: PUBLIC_URL is not set/u)]);
  expect(await check({})).toEqual([]);
});
