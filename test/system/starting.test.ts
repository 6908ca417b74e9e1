import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '#test/helpers/run-largesse.ts';
import { openSystem, type System } from './open-system.ts';

describe('a start that fails', { timeout: 120_000 }, () => {
  let system: System;

  beforeAll(async () => {
    system = await openSystem({ queue: 'postgres' });
  });
  afterAll(() => system?.close());

  it('ends with an error when its port is taken, though a platform is still being tried, and leaves nothing running', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;

    const { code, err } = await runCommand(['start'], {
      ...system.env,
      PORT: String(port),
      LOG_LEVEL: 'error',
      SLACK_BOT_TOKEN: 'xoxb-no-such-workspace',
      SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
      SLACK_API_URL: 'http://127.0.0.1:9/api/',
    });
    other.close();

    expect(code).toBe(1);
    expect(err).toMatch(/^largesse: Port \d+ .* is taken/u);
    expect(err).not.toContain('xoxb-');
  });
});
