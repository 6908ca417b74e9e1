import type { Tx } from '#src/db/kit/schema.ts';
import { saveOrderMove } from '#src/db/store/order.ts';
import { eraseOrderAddress } from '#src/db/store/order-address.ts';
import { changeStock } from '#src/db/store/store-item.ts';
import { type Checkout, heldMinor } from '#src/domain/checkout/checkout.ts';
import { refundableMinor } from '#src/domain/checkout/tenders.ts';
import { checkoutMoves } from '#src/domain/states.ts';
import type { OrderEnding, StoreOrder } from '#src/domain/store/order.ts';
import { postRefund } from '#src/usecases/checkout/steps/post-refund.ts';
import { releaseCheckout } from '#src/usecases/checkout/steps/release-checkout.ts';
import type { EffectDeps } from '#src/usecases/kit/checkout-effects.ts';
import { returnStockCode } from '#src/usecases/reward/steps/return-stock-code.ts';
import { recordOrder } from './record-order.ts';
import { tellOfEnd } from './tell-of-order.ts';

/** Ends a locked order with its locked checkout: gives back money and stock, erases its address, and tells who has to know. */
export async function endOrder(
  deps: EffectDeps,
  tx: Tx,
  { order, checkout }: { order: StoreOrder; checkout: Checkout },
  ending: OrderEnding,
): Promise<void> {
  const { move, why, actorId, reason = '', isRestocked = true } = ending;
  const { organizationId, id, itemId } = order;
  // First: the checkout's effects find an order that is over.
  await saveOrderMove(tx, order, move, { ended: { at: tx.now, why }, reason, dueAt: null });
  await eraseOrderAddress(tx, order);
  const kind = move === 'cancel' ? 'order.cancelled' : 'order.refunded';
  await recordOrder(deps, tx, order, { kind, actorId, detail: { why, ...(reason && { reason }) } });
  if (order.kind === 'codes') {
    await returnStockCode(deps, tx, { organizationId, takenFor: { type: 'order', id } });
  }
  if (order.takesStock && isRestocked) await changeStock(tx, { organizationId, id: itemId }, 1);
  await giveMoneyBack(deps, tx, { order, checkout }, ending);
  const backMinor = heldMinor(checkout.tenders);
  await tellOfEnd(deps, tx, { order, isAnnounced: isAnnounced(order, checkout), backMinor }, ending);
}

/** Whether whoever sees to it was told of it: not before it was paid. */
function isAnnounced({ status }: StoreOrder, { status: money }: Checkout): boolean {
  return status !== 'placed' || money === 'authorized' || money === 'captured' || money === 'voided';
}

async function giveMoneyBack(
  deps: EffectDeps,
  tx: Tx,
  { order, checkout }: { order: StoreOrder; checkout: Checkout },
  { actorId, reason = '' }: OrderEnding,
): Promise<void> {
  if (checkoutMoves.void.from.some((one) => one === checkout.status)) {
    await releaseCheckout(deps, tx, checkout, { move: 'void', actorId });
  }
  const amountMinor = refundableMinor(checkout.tenders);
  if (checkout.status !== 'captured' || amountMinor === 0n) return;
  await postRefund(deps, tx, checkout, {
    organizationId: order.organizationId,
    id: deps.newId(),
    checkoutId: checkout.id,
    amountMinor,
    requestId: order.id,
    reason,
    by: actorId,
  });
}
