import { describe, expect, it } from 'vitest';
import { backoffMs } from '#src/domain/kit/backoff.ts';

const passing = { reason: 'away', advice: 'wait', needsPerson: false };
const lasting = { ...passing, needsPerson: true };

describe('the pause before the next attempt', () => {
  it('doubles from a quarter of a second to a minute', () => {
    const pauses = [1, 2, 3, 8, 9, 100].map((failures) => backoffMs(failures, passing, 0));

    expect(pauses).toEqual([250, 500, 1_000, 32_000, 60_000, 60_000]);
  });

  it('is spread over half of its length', () => {
    expect([0, 0.5, 1].map((random) => backoffMs(3, passing, random))).toEqual([1_000, 750, 500]);
  });

  it('is never shorter than the platform asks for, by chance neither', () => {
    expect(backoffMs(1, { ...passing, retryAfterMs: 3_600_000 }, 1)).toBe(3_600_000);
    expect(backoffMs(1, { ...passing, retryAfterMs: 1e15 }, 1)).toBe(86_400_000);
    expect(backoffMs(9, { ...passing, retryAfterMs: 1_000 }, 0)).toBe(60_000);
  });

  it('is one to five minutes where a person must act', () => {
    expect([1, 2, 3, 50].map((failures) => backoffMs(failures, lasting, 0))).toEqual([
      60_000, 120_000, 240_000, 300_000,
    ]);
  });
});
