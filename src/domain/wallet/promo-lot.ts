/** What is left of one grant of promotional credit, in minor units, and what it was granted for. */
export type PromoLot = {
  grantId: string;
  leftMinor: bigint;
  currency: string;
  expiresAt: Date;
  reason: string;
  /** The zone of the department that paid, in which its last day is read. */
  timeZone: string;
};

/** The order in which credits are spent: whichever expires first, so that people lose as little as can be. */
export function orderToSpend<L extends Pick<PromoLot, 'grantId' | 'expiresAt'>>(lots: readonly L[]): L[] {
  return lots.toSorted((a, b) => {
    // Grants' ids sort by the time they were made.
    return a.expiresAt.getTime() - b.expiresAt.getTime() || (a.grantId < b.grantId ? -1 : 1);
  });
}

/** Those that can be spent at an instant, in that order. What has expired by then is not theirs any more, booked or not. */
export function spendableLots<L extends PromoLot>(lots: readonly L[], now: Date): L[] {
  return orderToSpend(lots).filter(({ leftMinor, expiresAt }) => leftMinor > 0n && expiresAt > now);
}
