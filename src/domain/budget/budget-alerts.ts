/** How full a budget has to be, in percent, for its owners to be told. */
const THRESHOLDS = [75, 90, 100];

/** A budget in minor units: what came into it, and what of that is left; below zero where it is overspent. */
export type BudgetFill = { grantedMinor: bigint; leftMinor: bigint };

/** The highest threshold that a change took a budget over, in percent; undefined when it took it over none. */
export function crossedPercent(before: BudgetFill, after: BudgetFill): number | undefined {
  const percent = reachedPercent(after);
  return percent > reachedPercent(before) ? percent : undefined;
}

/** The highest threshold that a budget has reached, 0 for none. Where nothing came in, anything used is all of it. */
function reachedPercent({ grantedMinor, leftMinor }: BudgetFill): number {
  const usedMinor = grantedMinor - leftMinor;
  if (usedMinor <= 0n) return 0;
  return THRESHOLDS.findLast((percent) => usedMinor * 100n >= grantedMinor * BigInt(percent)) ?? 0;
}
