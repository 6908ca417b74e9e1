import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#src/domain/kit/time.ts';
import { type Health, healthAfter, type JudgedCall } from '#src/domain/webhook/health.ts';
import { nextCallMs } from '#src/domain/webhook/retry-schedule.ts';
import { verdictOf } from '#src/domain/webhook/verdict.ts';

const NOW = new Date('2027-01-15T09:30:00Z');
const WELL: Health = { failures: 0, failingSince: null, heldUntil: null, warnedAt: null };

function ago(milliseconds: number): Date {
  return new Date(NOW.getTime() - milliseconds);
}

function after(before: Health, ...calls: JudgedCall[]) {
  return healthAfter(before, calls, { now: NOW, random: 0 });
}

describe('an event that was not taken', () => {
  it('is tried again ever later, ten times in nearly four days', () => {
    const waits = Array.from({ length: 10 }, (_, call) => nextCallMs(call + 1, 0));

    expect(waits).toEqual([
      5_000,
      5 * MINUTE_MS,
      30 * MINUTE_MS,
      2 * HOUR_MS,
      5 * HOUR_MS,
      10 * HOUR_MS,
      DAY_MS,
      DAY_MS,
      DAY_MS,
      undefined,
    ]);
  });

  it('comes back at another time than others that failed with it', () => {
    expect([0, 0.5, 1].map((random) => nextCallMs(2, random))).toEqual([300_000, 330_000, 360_000]);
  });

  it('comes back no sooner than it was asked to, up to a day', () => {
    expect(nextCallMs(1, 0, HOUR_MS)).toBe(HOUR_MS);
    expect(nextCallMs(3, 0, 1_000)).toBe(30 * MINUTE_MS);
    expect(nextCallMs(1, 0, 365 * DAY_MS)).toBe(DAY_MS);
  });
});

describe('an answer', () => {
  it.each([
    [200, 'ok'],
    [204, 'ok'],
    [299, 'ok'],
    [301, 'refused'],
    [400, 'refused'],
    [401, 'refused'],
    [404, 'refused'],
    [500, 'refused'],
    [410, 'gone'],
    [429, 'down'],
    [502, 'down'],
    [503, 'down'],
    [504, 'down'],
    [undefined, 'down'],
  ])('of %s means that the event or its receiver is %s', (status, verdict) => {
    expect(verdictOf(status)).toBe(verdict);
  });
});

describe('a webhook', () => {
  it('that is down is left alone, at most for five minutes', () => {
    const holds = Array.from({ length: 8 }, (_, failures) => {
      const { heldUntil } = after({ ...WELL, failures }, { verdict: 'down' }).health;
      return (heldUntil?.getTime() ?? 0) - NOW.getTime();
    });

    expect(holds).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
  });

  it('that refuses an event is not left alone', () => {
    expect(after(WELL, { verdict: 'refused' }).health).toEqual({ ...WELL, failingSince: NOW });
  });

  it('is left alone as long as it asks, also when it took another event', () => {
    const asked = { verdict: 'down' as const, retryAfterMs: HOUR_MS };

    expect(after(WELL, asked).health.heldUntil).toEqual(ago(-HOUR_MS));
    expect(after(WELL, asked, { verdict: 'ok' }).health).toEqual({ ...WELL, heldUntil: ago(-HOUR_MS) });
    expect(after(WELL, { ...asked, retryAfterMs: 99 * DAY_MS }).health.heldUntil).toEqual(ago(-DAY_MS));
  });

  it('is well again after one call that went well', () => {
    const ill = { failures: 7, failingSince: ago(2 * DAY_MS), heldUntil: null, warnedAt: ago(DAY_MS) };

    expect(after(ill, { verdict: 'ok' }, { verdict: 'refused' })).toEqual({ health: WELL, isWarning: false });
  });

  it('has its admins warned once after a day, and is disabled after three', () => {
    function failing(days: number, warnedAt: Date | null = null) {
      const { disabledWhy, isWarning } = after(
        { ...WELL, failingSince: ago(days * DAY_MS), warnedAt },
        { verdict: 'refused' },
      );
      return { disabledWhy, isWarning };
    }

    expect([
      failing(0.9),
      failing(1),
      failing(2, ago(DAY_MS)),
      failing(2.9, ago(DAY_MS)),
      failing(3),
    ]).toEqual([
      { disabledWhy: undefined, isWarning: false },
      { disabledWhy: undefined, isWarning: true },
      { disabledWhy: undefined, isWarning: false },
      { disabledWhy: undefined, isWarning: false },
      { disabledWhy: 'failing', isWarning: false },
    ]);
  });

  it('that is gone is disabled at once', () => {
    expect(after(WELL, { verdict: 'gone' })).toMatchObject({ disabledWhy: 'gone' });
    expect(after(WELL, { verdict: 'ok' }, { verdict: 'gone' })).toMatchObject({ disabledWhy: 'gone' });
  });
});
