/** How full a budget has to be, in percent, for its owners to be told. */
const THRESHOLDS = [75n, 90n, 100n];

/** A budget in minor units: what it was granted, and what it had left before and after gifts. */
export type BudgetChange = { grantedMinor: bigint; beforeMinor: bigint; afterMinor: bigint };

/** The highest threshold that gifts took a budget over, in percent; undefined when they took it over none. */
export function crossedPercent({ grantedMinor, beforeMinor, afterMinor }: BudgetChange): number | undefined {
  const usedBefore = (grantedMinor - beforeMinor) * 100n;
  const usedAfter = (grantedMinor - afterMinor) * 100n;
  const crossed = THRESHOLDS.findLast((threshold) => {
    const limit = grantedMinor * threshold;
    return usedBefore < limit && usedAfter >= limit;
  });
  return grantedMinor > 0n && crossed !== undefined ? Number(crossed) : undefined;
}
