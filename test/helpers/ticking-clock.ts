import { createSettableClock, type SettableClock } from './settable-clock.ts';

/** Clocks go on while something is done; a test's usually stand still. This one goes on a millisecond at each reading. */
export function createTickingClock(iso: string): SettableClock {
  const clock = createSettableClock(iso);
  return {
    ...clock,
    now() {
      clock.advance(1);
      return clock.now();
    },
  };
}
