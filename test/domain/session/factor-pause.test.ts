import { describe, expect, it } from 'vitest';
import { pauseAfter } from '#src/domain/session/factor-pause.ts';

const start = Date.parse('2026-11-16T10:00:00Z');

/** So many wrong codes at once, and how long nobody looks at another, in seconds. */
function pauseSeconds(wrong: number): number {
  const at = new Date(start);
  const until = pauseAfter(
    Array.from({ length: wrong }, () => at),
    at,
  );
  return until ? (until.getTime() - start) / 1000 : 0;
}

describe('wrong codes', () => {
  it('cost nothing four times, then twice as long each time, and never more than a quarter of an hour', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100].map(pauseSeconds)).toEqual([
      0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900,
    ]);
  });

  it('let another one be typed once the pause is over', () => {
    const wrongAt = Array.from({ length: 5 }, () => new Date(start));

    expect(pauseAfter(wrongAt, new Date(start + 29_999))).toBeDefined();
    expect(pauseAfter(wrongAt, new Date(start + 30_000))).toBeUndefined();
  });

  it('leave whoever guesses as fast as they may about a hundred tries a day', () => {
    const wrongAt: Date[] = [];
    for (let now = start; now < start + 86_400_000; ) {
      const until = pauseAfter(wrongAt, new Date(now));
      if (until) now = until.getTime();
      wrongAt.push(new Date(now));
    }

    expect(wrongAt.length).toBeLessThan(110);
  });
});
