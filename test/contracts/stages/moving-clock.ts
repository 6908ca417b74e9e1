import type { Clock } from '#src/ports/clock.ts';

/** The real time, and what a test added to it. */
export type MovingClock = Clock & { advance(ms: number): void };

export function createMovingClock(): MovingClock {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    advance(ms) {
      aheadMs += ms;
    },
  };
}
