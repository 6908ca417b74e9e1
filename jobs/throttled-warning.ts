import { codeOf } from '#src/kit/errors.ts';
import type { Log } from '#src/ports/log.ts';

/** How long a repeated warning stays silent, in milliseconds. */
const QUIET_MS = 30_000;

/** Logs a warning: `about` is a static message. */
export type Warn = (about: string, err: unknown, context?: object) => void;

/**
 * A warning that cannot flood the log during an outage: the same `about` and error code is logged once per half minute,
 * with the number left out since.
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
