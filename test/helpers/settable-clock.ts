import type { Clock } from '#src/ports/clock.ts';

/** A clock that stands still until a test moves it. */
export type SettableClock = Clock & {
  set(iso: string): void;
  advance(milliseconds: number): void;
};

export function createSettableClock(iso: string): SettableClock {
  let time = Date.parse(iso);
  return {
    now: () => new Date(time),
    set(next) {
      time = Date.parse(next);
    },
    advance(milliseconds) {
      time += milliseconds;
    },
  };
}
