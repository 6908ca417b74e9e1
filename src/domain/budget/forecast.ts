import type { Period } from '#src/domain/kit/period.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { atLeastZero } from './funds.ts';

/** What a budget holds in its running period, in minor units. `usedMinor` includes what is put aside; `leftMinor` what is on top. */
export type BudgetPace = { period: Pick<Period, 'start' | 'end'>; usedMinor: bigint; leftMinor: bigint };

/**
 * What comes of a budget if giving goes on as it has since the period began. `too-early`: it has not run long enough to tell.
 * `byEndMinor`: what will have been given by the end, and for `lasts` what will be left then.
 */
export type Forecast =
  | { kind: 'too-early' }
  | { kind: 'used-up' }
  | { kind: 'lasts'; byEndMinor: bigint; leftMinor: bigint }
  | { kind: 'runs-out'; byEndMinor: bigint; at: Date };

/**
 * Goes on at the pace so far: what is given by now, over the time that has passed. The first tenth of a period says nothing, nor
 * does its first day: one launch on the first morning would be thirty by the end of a month.
 */
export function forecast({ period, usedMinor, leftMinor }: BudgetPace, now: Date): Forecast {
  if (leftMinor <= 0n) return { kind: 'used-up' };
  const [start, end] = [period.start.getTime(), period.end.getTime()];
  const [passedMs, lengthMs] = [BigInt(now.getTime() - start), BigInt(end - start)];
  if (passedMs < leastMs(lengthMs)) return { kind: 'too-early' };
  const used = atLeastZero(usedMinor);
  const byEndMinor = (used * lengthMs) / passedMs;
  const allMinor = used + leftMinor;
  if (byEndMinor <= allMinor) return { kind: 'lasts', byEndMinor, leftMinor: allMinor - byEndMinor };
  const runsMs = (allMinor * passedMs) / used;
  return { kind: 'runs-out', byEndMinor, at: new Date(start + Number(runsMs)) };
}

function leastMs(lengthMs: bigint): bigint {
  const tenth = lengthMs / 10n;
  return tenth > BigInt(DAY_MS) ? tenth : BigInt(DAY_MS);
}
