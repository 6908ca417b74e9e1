import type { Trouble } from './trouble.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 60_000;
/** What needs a person is asked for rarely: refused attempts count towards bans. */
const PERSON_PAUSE_MS = 60_000;
const LONGEST_PERSON_PAUSE_MS = 300_000;
/** No platform means more than this, and timers cannot wait for a month. */
const LONGEST_ASKED_MS = 24 * 3_600_000;

/**
 * How long to wait after so many failures in a row (at least 1), in milliseconds. It doubles each time up to a minute,
 * and never ends before the time that the platform asked for, up to a day. `random` is from 0 to 1: it spreads processes that failed
 * together over half of the pause.
 */
export function backoffMs(failures: number, trouble: Trouble, random: number): number {
  const [first, longest] = trouble.needsPerson
    ? [PERSON_PAUSE_MS, LONGEST_PERSON_PAUSE_MS]
    : [FIRST_PAUSE_MS, LONGEST_PAUSE_MS];
  const pauseMs = Math.min(first * 2 ** (failures - 1), longest);
  const spread = pauseMs * (1 - random / 2);
  const askedMs = Math.min(trouble.retryAfterMs ?? 0, LONGEST_ASKED_MS);
  return Math.ceil(Math.max(spread, askedMs));
}
