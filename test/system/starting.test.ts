import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '#test/helpers/run-largesse.ts';
import { openSystem, type System } from './open-system.ts';

describe('a start that fails', { timeout: 120_000 }, () => {
  let system: System;

  beforeAll(async () => {
    system = await openSystem({ queue: 'postgres' });
  });
  afterAll(() => system?.close());

  it('ends with an error when Slack cannot be reached, and leaves nothing running', async () => {
    const { code, err } = await runCommand(['start'], {
      ...system.env,
      LOG_LEVEL: 'error',
      SLACK_BOT_TOKEN: 'xoxb-no-such-workspace',
      SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
      SLACK_API_URL: 'http://127.0.0.1:9/api/',
    });

    expect(code).toBe(1);
    expect(err).toMatch(/^largesse: .+/u);
    expect(err).not.toContain('xoxb-');
  });
});
