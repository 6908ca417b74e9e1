import { expect, it } from 'vitest';
import { createPace } from '#jobs/pace.ts';

const ACME = { platform: 'slack', workspaceId: 'T1' };
const OTHER = { platform: 'slack', workspaceId: 'T2' };

it('holds back the workspace that asked to wait, and no other', () => {
  let now = 0;
  const pace = createPace(() => now);

  pace.holdBack(ACME, 5_000);

  expect(pace.waitMs(ACME)).toBeGreaterThanOrEqual(5_000);
  expect(pace.waitMs(OTHER)).toBe(0);
  now = 5_000;
  expect(pace.waitMs(ACME)).toBe(0);
});

it('keeps the longer of two waits', () => {
  const pace = createPace(() => 0);

  pace.holdBack(ACME, 30_000);
  pace.holdBack(ACME, 1_000);

  expect(pace.waitMs(ACME)).toBeGreaterThanOrEqual(30_000);
});
