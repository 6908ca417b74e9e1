import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { findOrder, findOrderOfCheckout, lockOrder } from '#src/db/store/order.ts';
import type { Checkout } from '#src/domain/checkout/checkout.ts';
import { refundableMinor } from '#src/domain/checkout/tenders.ts';
import { isOpenOrder, type StoreOrder } from '#src/domain/store/order.ts';
import type { CheckoutMove, EffectDeps } from '#src/usecases/kit/checkout-effects.ts';
import { endOrder } from './steps/end-order.ts';
import { goOnWithOrder } from './steps/go-on-with-order.ts';

/** What comes of a checkout for the order that it pays for: it goes on, or is over as well. */
export async function followCheckout(
  deps: EffectDeps,
  tx: Tx,
  checkout: Checkout,
  move: CheckoutMove,
): Promise<void> {
  const order = await lockOrderOf(tx, checkout);
  if (!order) return;
  if (move === 'fail-capture' && isOpenOrder(order)) {
    await endOrder(deps, tx, { order, checkout }, { move: 'cancel', why: 'unpaid', actorId: null });
  } else if (move === 'refund') {
    await followRefund(deps, tx, { order, checkout });
  } else {
    await goOnWithOrder(deps, tx, order, checkout);
  }
}

/** Finance gave all of it back by hand: whoever has it paid nothing any more. */
async function followRefund(
  deps: EffectDeps,
  tx: Tx,
  { order, checkout }: { order: StoreOrder; checkout: Checkout },
): Promise<void> {
  if (refundableMinor(checkout.tenders) > 0n) return;
  const by = { why: 'person', actorId: null } as const;
  if (isOpenOrder(order)) await endOrder(deps, tx, { order, checkout }, { ...by, move: 'cancel' });
  if (order.status === 'fulfilled') {
    await endOrder(deps, tx, { order, checkout }, { ...by, move: 'refund' });
  }
}

/** An open order keeps its money until it is taken. */
export async function keepsForOrder(tx: Tx, { organizationId, id, status }: Checkout): Promise<boolean> {
  if (status !== 'authorized') return false;
  const ref = await findOrderOfCheckout(tx, { organizationId, checkoutId: id });
  const order = ref && (await findOrder(tx, ref));
  return order !== undefined && isOpenOrder(order);
}

/** Where its buyer comes back to from a page of another payment method: what that says is asked for there. */
export async function pathOfOrder(
  db: Reader,
  { organizationId, id: checkoutId }: Checkout,
): Promise<string | undefined> {
  const ref = await findOrderOfCheckout(db, { organizationId, checkoutId });
  return ref && `/orders/${ref.id}/paid`;
}

async function lockOrderOf(
  tx: Tx,
  { organizationId, id: checkoutId }: Checkout,
): Promise<StoreOrder | undefined> {
  const ref = await findOrderOfCheckout(tx, { organizationId, checkoutId });
  return ref && lockOrder(tx, ref);
}
