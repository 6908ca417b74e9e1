import type { Deps } from './deps.ts';

/** The same dependencies at the instant of this call: what is done with them is written as done at once. */
export function stopClock<D extends Pick<Deps, 'clock'>>(deps: D): D {
  const now = deps.clock.now();
  return { ...deps, clock: { now: () => now } };
}
