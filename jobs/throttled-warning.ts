import { codeOf } from '#src/kit/errors.ts';
import type { Log } from '#src/ports/log.ts';

/** How long the same trouble is kept quiet about, in milliseconds. */
const QUIET_MS = 30_000;

/** Warns of a trouble: `about` is a static message. */
export type Warn = (about: string, err: unknown, context?: object) => void;

/**
 * A warning that an outage cannot flood: of the same `about` and error code only the first in half a minute is
 * logged, with the number of those that were not logged since the last one.
 */
export function createThrottledWarning(log: Log, now: () => number = Date.now): Warn {
  const spoken = new Map<string, { at: number; unsaid: number }>();

  return function warn(about, err, context = {}) {
    const key = `${about} ${codeOf(err) ?? nameOf(err)}`;
    const last = spoken.get(key);
    if (last && now() - last.at < QUIET_MS) {
      last.unsaid += 1;
      return;
    }
    spoken.set(key, { at: now(), unsaid: 0 });
    log.warn({ ...context, err, unsaid: last?.unsaid ?? 0 }, about);
  };
}

function nameOf(err: unknown): string {
  return err instanceof Error ? err.name : '';
}
