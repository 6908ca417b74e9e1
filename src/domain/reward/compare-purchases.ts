import type { RewardStatus } from './reward-moves.ts';

/** What a provider says of one of our purchases. */
type TheirPurchase = { key: string; state: 'pending' | 'bought' | 'failed' | 'cancelled' };

/** What is wrong: `forgotten`: we have no such order. `rejected`: we gave the money back. `cancelled`: it is worth nothing. */
export type PurchaseTrouble = 'forgotten' | 'rejected' | 'cancelled';

/**
 * Compares what a provider sold us with our own orders. `troubles` need a person; `open` are orders whose answer we lack, and
 * that are now to be asked for again.
 */
export function comparePurchases<T extends TheirPurchase>(
  theirs: readonly T[],
  ours: ReadonlyMap<string, RewardStatus>,
): { troubles: { purchase: T; trouble: PurchaseTrouble }[]; open: string[] } {
  const troubles = theirs.flatMap((purchase) => {
    const trouble = troubleOf(purchase, ours.get(purchase.key));
    return trouble ? [{ purchase, trouble }] : [];
  });
  const open = theirs.filter(({ key, state }) => state !== 'pending' && isOpen(ours.get(key)));
  return { troubles, open: open.map(({ key }) => key) };
}

function troubleOf({ state }: TheirPurchase, status: RewardStatus | undefined): PurchaseTrouble | undefined {
  const isAlive = state === 'bought' || state === 'pending';
  if (!status) return isAlive ? 'forgotten' : undefined;
  if (status === 'rejected') return isAlive ? 'rejected' : undefined;
  return status === 'bought' && !isAlive ? 'cancelled' : undefined;
}

function isOpen(status: RewardStatus | undefined): boolean {
  return status !== undefined && status !== 'bought' && status !== 'rejected';
}
