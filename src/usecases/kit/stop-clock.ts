import type { Deps } from './deps.ts';

/** The same dependencies with the clock stopped: everything done with them has one time. */
export function stopClock<D extends Pick<Deps, 'clock'>>(deps: D): D {
  const now = deps.clock.now();
  return { ...deps, clock: { now: () => now } };
}
