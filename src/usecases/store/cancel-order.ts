import { lockOrder } from '#src/db/store/order.ts';
import { must } from '#src/domain/kit/must.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { actorIdOf } from '#src/domain/people/access.ts';
import { isOpenOrder, MOST_NOTE, type StoreOrder } from '#src/domain/store/order.ts';
import type { CheckoutDeps } from '#src/usecases/checkout/steps/with-checkout.ts';
import { endOrder } from './steps/end-order.ts';
import { type LockedOrder, type OrderToSettle, withOrder } from './steps/with-order.ts';

/** `reason`: what its buyer reads; they themselves need give none. A longer one is cut. */
export type OrderToCancel = OrderToSettle & { reason?: string | undefined };

/**
 * Cancels an order that is not fulfilled: its money and what was taken from stock go back. Its buyer can until somebody has taken it on;
 * who sees to it can until it is fulfilled, and says why. Done again, it changes nothing.
 *
 * Refuses one that is over, one that its provider is being asked for, and one whose money another payment method is just taking.
 */
export async function cancelOrder(
  deps: CheckoutDeps,
  { reason: given = '', ...asked }: OrderToCancel,
): Promise<Outcome<StoreOrder>> {
  return withOrder(deps, asked, async (tx, locked) => {
    const { order, isBuyer } = locked;
    if (order.status === 'cancelled') return done(order);
    const reason = given.trim().slice(0, MOST_NOTE);
    const refusal = refusalOf(locked, reason);
    if (refusal) return refused(refusal);
    const why = isBuyer ? 'buyer' : 'person';
    await endOrder(deps, tx, locked, { move: 'cancel', why, actorId: actorIdOf(asked.actor), reason });
    return done(must(await lockOrder(tx, order), `order ${order.id}`));
  });
}

function refusalOf({ order, checkout, isBuyer, isKeeper }: LockedOrder, reason: string): Refusal | undefined {
  const { kind, status } = order;
  if (!isOpenOrder(order)) return { kind: 'order-over', status };
  if (kind === 'gift-card' && status === 'fulfilling') return { kind: 'order-being-bought' };
  if (isBuyer && status !== 'placed') return isKeeper ? { kind: 'order-own' } : { kind: 'order-started' };
  if (!isBuyer && reason === '') return { kind: 'reason-missing' };
  return checkout.status === 'capturing' ? { kind: 'order-payment-waits' } : undefined;
}
