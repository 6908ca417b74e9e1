import { HOUR_MS, MINUTE_MS } from '#src/domain/kit/time.ts';

/** So many mistakes cost nothing: a clock that is wrong, a thumb that slips. */
const FREE = 4;
const FIRST_PAUSE_MS = MINUTE_MS / 2;
/** Whoever guesses is slowed to some hundred tries a day, of a million codes; whoever it belongs to waits no longer than this. */
const LONGEST_PAUSE_MS = 15 * MINUTE_MS;

/** How far back wrong codes count. A right one ends the count. */
export const WRONG_CODES_WINDOW_MS = 24 * HOUR_MS;

/**
 * Until when no code is looked at after wrong ones; undefined when one may be typed now. The pause doubles with each, and never
 * grows beyond a quarter of an hour: nobody can lock somebody else out for good.
 *
 * @param wrongAt when the wrong codes since the last right one were typed, oldest first.
 */
export function pauseAfter(wrongAt: readonly Date[], now: Date): Date | undefined {
  const last = wrongAt.at(-1);
  const counted = wrongAt.length - FREE;
  if (!last || counted <= 0) return undefined;
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (counted - 1), LONGEST_PAUSE_MS);
  const until = new Date(last.getTime() + pauseMs);
  return until > now ? until : undefined;
}
