import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startSlackServer } from './start-slack-server.ts';

it('refuses again who comes before the time that it named, and calls that a violation', async () => {
  const slack = await startSlackServer();
  async function call(method: string): Promise<number> {
    const headers = { authorization: `Bearer ${slack.botToken}` };
    return (await fetch(`${slack.apiUrl}${method}`, { method: 'POST', headers })).status;
  }
  slack.fail('auth.test', { kind: 'rate-limit', retryAfterSeconds: 0.3 });

  expect(await call('auth.test')).toBe(429);
  expect(await call('auth.test')).toBe(429);
  expect(slack.violations).toEqual([]);
  await sleep(150);
  expect(await call('auth.test')).toBe(429);
  await sleep(300);
  expect(await call('auth.test')).toBe(200);

  expect(slack.violations).toEqual([expect.stringContaining('auth.test: came')]);
  await slack.stop();
});
