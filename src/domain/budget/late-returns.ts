import { type Calendar, type Period, type PeriodKind, periodAfter } from '#src/domain/kit/period.ts';
import type { Stored } from '#src/domain/kit/money.ts';
import { atLeastZero } from './funds.ts';

/**
 * Where money went that came back after the period that had paid it ended, in minor units: into the running budget, as
 * far as carry-over allows, or back to funding. `period` is how long the running one is; null when it got nothing.
 */
export type LateReturn = { carriedMinor: bigint; returnedMinor: bigint; period: PeriodKind | null };

/**
 * Whether a period that paid something is over for its department: money in it can be given no more. The one right after
 * the running one is not: it was open before the department moved to a zone that is behind.
 */
export function isOver(key: string, running: Period, calendar: Calendar): boolean {
  return key !== running.key && key !== periodAfter(running, calendar).key;
}

/**
 * What the running period may still take from those before it. `carriedMinor` is what it took so far, below zero when it
 * paid for one that was overspent: what comes back makes up for that first.
 */
export function roomFor(carryCapMinor: bigint, carriedMinor: bigint): bigint {
  return atLeastZero(carryCapMinor - carriedMinor);
}

/** Splits what came back between the running period, which has room for `roomMinor`, and funding. */
export function splitReturn(
  amountMinor: bigint,
  roomMinor: bigint,
): Pick<LateReturn, 'carriedMinor' | 'returnedMinor'> {
  const carriedMinor = amountMinor < roomMinor ? amountMinor : roomMinor;
  return { carriedMinor, returnedMinor: amountMinor - carriedMinor };
}

/** How much of what an ended period holds was left when it ended: all that did not come back since. */
export function lapsedOf(leftMinor: bigint, cameBackMinor: bigint): bigint {
  return atLeastZero(leftMinor - atLeastZero(cameBackMinor));
}

export function storeReturn({ carriedMinor, returnedMinor, period }: LateReturn): Stored<LateReturn> {
  return { carriedMinor: carriedMinor.toString(), returnedMinor: returnedMinor.toString(), period };
}

export function returnOf({ carriedMinor, returnedMinor, period }: Stored<LateReturn>): LateReturn {
  return { carriedMinor: BigInt(carriedMinor), returnedMinor: BigInt(returnedMinor), period };
}

/** All of several returns together. */
export function sumReturns(returns: readonly LateReturn[]): LateReturn | undefined {
  const [first, ...rest] = returns;
  if (!first) return undefined;
  return rest.reduce(
    (sum, one) => ({
      carriedMinor: sum.carriedMinor + one.carriedMinor,
      returnedMinor: sum.returnedMinor + one.returnedMinor,
      period: sum.period ?? one.period,
    }),
    first,
  );
}
