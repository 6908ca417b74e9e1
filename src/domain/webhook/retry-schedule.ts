import { DAY_MS, HOUR_MS, MINUTE_MS } from '#src/domain/kit/time.ts';

/** What to wait after the first call, the second and so on. After the tenth an event has failed: it took nearly four days. */
const WAITS_MS = [
  5_000,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  DAY_MS,
  DAY_MS,
  DAY_MS,
];

/** No receiver means more than this. */
const LONGEST_ASKED_MS = DAY_MS;

/**
 * How long to wait after so many calls (at least 1) before the next, in milliseconds; undefined when there is none.
 * `random` is from 0 to 1: it adds up to a fifth, so that events that failed together do not come back together. Never
 * sooner than the receiver asked for, up to a day.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#deliverability-and-reliability
 */
export function nextCallMs(calls: number, random: number, askedMs = 0): number | undefined {
  const waitMs = WAITS_MS[calls - 1];
  return waitMs === undefined
    ? undefined
    : Math.max(Math.round(waitMs * (1 + random / 5)), cappedMs(askedMs));
}

/** What a receiver asked to wait, as far as it is followed. */
export function cappedMs(askedMs: number): number {
  return Math.min(askedMs, LONGEST_ASKED_MS);
}
