import { expect, it } from 'vitest';
import { createPace, type Lane } from '#src/kit/pace.ts';

const ACME: Lane = { platform: 'slack', workspaceId: 'T1', call: 'message' };
const OTHER: Lane = { ...ACME, workspaceId: 'T2' };
const LOOK_UPS: Lane = { ...ACME, call: 'user' };

it('holds back the calls that were asked to wait, and no others', () => {
  let now = 0;
  const pace = createPace(() => now);

  pace.holdBack(ACME, 5_000);

  expect(pace.waitMs(ACME)).toBeGreaterThanOrEqual(5_000);
  expect(pace.waitMs(OTHER)).toBe(0);
  expect(pace.waitMs(LOOK_UPS)).toBe(0);
  now = 5_000;
  expect(pace.waitMs(ACME)).toBe(0);
});

it('keeps the longer of two waits', () => {
  const pace = createPace(() => 0);

  pace.holdBack(ACME, 30_000);
  pace.holdBack(ACME, 1_000);

  expect(pace.waitMs(ACME)).toBeGreaterThanOrEqual(30_000);
});

it('lets one call go ahead after a wait, and the others once that one went through', () => {
  let now = 0;
  const pace = createPace(() => now);
  pace.holdBack(ACME, 5_000);
  now = 5_000;

  expect(pace.waitMs(ACME)).toBe(0);
  expect(pace.waitMs(ACME)).toBeGreaterThan(0);
  pace.free(ACME);
  expect(pace.waitMs(ACME)).toBe(0);
  expect(pace.waitMs(ACME)).toBe(0);
});

it('does not wait for ever for a call that never reports', () => {
  let now = 0;
  const pace = createPace(() => now);
  pace.holdBack(ACME, 5_000);
  now = 5_000;
  pace.waitMs(ACME);

  now += 15_000;

  expect(pace.waitMs(ACME)).toBe(0);
});

it('waits longer after each refusal that names no time, and starts over once a call went through', () => {
  let now = 0;
  const pace = createPace(() => now);
  const waits = Array.from({ length: 10 }, () => {
    const waitMs = pace.holdBack(ACME, undefined);
    now += waitMs;
    return waitMs / 1_000;
  });

  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600, 600]);
  pace.free(ACME);
  expect(pace.holdBack(ACME, undefined)).toBe(5_000);
});

it('takes refusals of calls that were under way together for one', () => {
  const pace = createPace(() => 0);

  const waits = Array.from({ length: 40 }, () => pace.holdBack(ACME, undefined));

  expect(new Set(waits)).toEqual(new Set([5_000]));
});

it('keeps a wait although a call that was under way goes through', () => {
  let now = 0;
  const pace = createPace(() => now);
  pace.holdBack(ACME, 5_000);

  pace.free(ACME);
  now = 4_999;

  expect(pace.waitMs(ACME)).toBeGreaterThan(0);
});
