/** The percentages of use at which a budget's owners are told. */
const THRESHOLDS = [75, 90, 100];

/** A budget in minor units: what was put in, and what is left of it; negative when overspent. */
export type BudgetFill = { grantedMinor: bigint; leftMinor: bigint };

/** The highest threshold, in percent, that a change crossed; undefined if none. */
export function crossedPercent(before: BudgetFill, after: BudgetFill): number | undefined {
  const percent = reachedPercent(after);
  return percent > reachedPercent(before) ? percent : undefined;
}

/** The highest threshold that a budget has reached, 0 for none. If nothing was put in, any use counts as all of it. */
function reachedPercent({ grantedMinor, leftMinor }: BudgetFill): number {
  const usedMinor = grantedMinor - leftMinor;
  if (usedMinor <= 0n) return 0;
  return THRESHOLDS.findLast((percent) => usedMinor * 100n >= grantedMinor * BigInt(percent)) ?? 0;
}
