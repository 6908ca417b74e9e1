import { findRewardStatuses } from '#src/db/reward/reward-order.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { lockOrder, saveOrderDueAt, saveOrderMove } from '#src/db/store/order.ts';
import { findItem } from '#src/db/store/store-item.ts';
import type { Checkout } from '#src/domain/checkout/checkout.ts';
import { must } from '#src/domain/kit/must.ts';
import { isByPerson } from '#src/domain/store/item.ts';
import { nextOfOrder } from '#src/domain/store/next-of-order.ts';
import { isOpenOrder, type StoreOrder, TAKEN_BEFORE_MS } from '#src/domain/store/order.ts';
import { takeHeld } from '#src/usecases/checkout/steps/take-held.ts';
import type { EffectDeps } from '#src/usecases/kit/checkout-effects.ts';
import { insertRewardOrder } from '#src/usecases/reward/steps/insert-reward-order.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import { completeOrder } from './complete-order.ts';
import { endOrder } from './end-order.ts';
import { recordOrder } from './record-order.ts';
import { tellFulfiller } from './tell-of-order.ts';

/**
 * Does what a locked order needs next, with its locked checkout: takes its money, buys it, fulfils or cancels it. What follows when its
 * money has moved, the checkout's effects do. Done again, it finds nothing to do. Returns the order as it is then.
 */
export async function goOnWithOrder(
  deps: EffectDeps,
  tx: Tx,
  order: StoreOrder,
  checkout: Checkout,
): Promise<StoreOrder> {
  const { organizationId, id } = order;
  const reward = (await findRewardStatuses(tx, { organizationId, ids: [id] })).get(id);
  const next = nextOfOrder(order, { money: checkout, reward, now: tx.now });
  switch (next) {
    case 'cancel': {
      const why = reward === 'rejected' ? 'not-bought' : 'unpaid';
      await endOrder(deps, tx, { order, checkout }, { move: 'cancel', why, actorId: null });
      await refreshCards(tx, organizationId, [id]);
      break;
    }
    case 'take-money': {
      const { amountMinor } = checkout;
      await saveOrderDueAt(tx, order, null);
      await takeHeld(deps, tx, checkout, { amountMinor, captureKey: id, actorId: null });
      break;
    }
    case 'buy':
      await buy(deps, tx, order, checkout);
      break;
    case 'fulfil':
      await completeOrder(deps, tx, order, { actorId: null, note: '' });
      break;
    case undefined:
      await wait(deps, tx, order, checkout);
      break;
    default:
      return next satisfies never;
  }
  return must(await lockOrder(tx, order), `order ${id}`);
}

/** When an order is looked at next while its money is held: before it would not be any more. */
function dueWhileHeld({ status, expiresAt }: Checkout): Date | null {
  return status === 'authorized' ? new Date(expiresAt.getTime() - TAKEN_BEFORE_MS) : null;
}

async function buy(deps: EffectDeps, tx: Tx, order: StoreOrder, checkout: Checkout): Promise<void> {
  const { organizationId, id, personId, itemId, amountMinor, currency } = order;
  const { provider } = must(await findItem(tx, { organizationId, id: itemId }), `item ${itemId}`);
  const { name, product } = must(provider ?? undefined, `provider of item ${itemId}`);
  await saveOrderMove(tx, order, 'start', { startedAt: tx.now, dueAt: dueWhileHeld(checkout) });
  await recordOrder(deps, tx, order, { kind: 'order.started', actorId: null });
  const face = { amountMinor, currency };
  await insertRewardOrder(tx, { organizationId, id, personId, provider: name, product, face });
}

async function wait(deps: EffectDeps, tx: Tx, order: StoreOrder, checkout: Checkout): Promise<void> {
  if (!isOpenOrder(order)) return;
  await saveOrderDueAt(tx, order, dueWhileHeld(checkout));
  const isPaid = checkout.status === 'authorized' || checkout.status === 'captured';
  if (isByPerson(order.kind) && order.status === 'placed' && isPaid) await tellFulfiller(deps, tx, order);
}
