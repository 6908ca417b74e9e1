/**
 * What an answer means. `ok`: the event is there. `refused`: this event was answered with an error. `down`: the receiver as
 * a whole does not answer, or asks to be left alone. `gone`: it wants no more events, ever.
 */
export type Verdict = 'ok' | 'refused' | 'down' | 'gone';

/** Too many requests, or something before the receiver says that it does not answer. */
const LEFT_ALONE = [429, 502, 503, 504];
const GONE = 410;

/** Judges the status of an answer; undefined: there was none. A redirect is an error: it is not followed. */
export function verdictOf(status: number | undefined): Verdict {
  if (status === undefined || LEFT_ALONE.includes(status)) return 'down';
  if (status === GONE) return 'gone';
  return status >= 200 && status < 300 ? 'ok' : 'refused';
}
