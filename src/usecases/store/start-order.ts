import { lockOrder, saveOrderMove } from '#src/db/store/order.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { must } from '#src/domain/kit/must.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { actorIdOf } from '#src/domain/people/access.ts';
import { isByPerson } from '#src/domain/store/item.ts';
import type { StoreOrder } from '#src/domain/store/order.ts';
import { takeHeld } from '#src/usecases/checkout/steps/take-held.ts';
import type { CheckoutDeps } from '#src/usecases/checkout/steps/with-checkout.ts';
import type { EffectDeps } from '#src/usecases/kit/checkout-effects.ts';
import { recordOrder } from './steps/record-order.ts';
import { tellOfStart } from './steps/tell-of-order.ts';
import { type LockedOrder, type OrderToSettle, withOrder } from './steps/with-order.ts';

/**
 * Takes on an order that a person sees to: its money is taken, and its buyer is told and cannot cancel it any more. Done again, it
 * changes nothing.
 *
 * Refuses who does not see to it, one that is over, and one that another payment method has yet to pay.
 */
export async function startOrder(deps: CheckoutDeps, asked: OrderToSettle): Promise<Outcome<StoreOrder>> {
  return withOrder(deps, asked, async (tx, locked) => {
    const { order } = locked;
    if (locked.isKeeper && order.status === 'fulfilling' && isByPerson(order.kind)) return done(order);
    const refusal = refusalToSeeTo(locked);
    if (refusal) return refused(refusal);
    return done(await startNow(deps, tx, locked, actorIdOf(asked.actor)));
  });
}

/** Why somebody cannot see to an order; what can be done with it is not over. */
export function refusalToSeeTo({ order, checkout, isKeeper }: LockedOrder): Refusal | undefined {
  const { kind, status } = order;
  if (!isKeeper) return { kind: 'order-not-allowed' };
  if (!isByPerson(kind)) return { kind: 'order-not-by-person' };
  if (status !== 'placed' && status !== 'fulfilling') return { kind: 'order-over', status };
  return checkout.status === 'awaiting_remainder' ? { kind: 'order-payment-waits' } : undefined;
}

/** Takes on a placed order, and its money. Returns it as it is then. */
export async function startNow(
  deps: EffectDeps,
  tx: Tx,
  { order, checkout }: Pick<LockedOrder, 'order' | 'checkout'>,
  actorId: string | null,
): Promise<StoreOrder> {
  await saveOrderMove(tx, order, 'start', { startedAt: tx.now, dueAt: null });
  await recordOrder(deps, tx, order, { kind: 'order.started', actorId });
  await tellOfStart(deps, tx, order);
  if (checkout.status === 'authorized') {
    const { amountMinor } = checkout;
    await takeHeld(deps, tx, checkout, { amountMinor, captureKey: order.id, actorId });
  }
  return must(await lockOrder(tx, order), `order ${order.id}`);
}
