import { lockOrder } from '#src/db/store/order.ts';
import { must } from '#src/domain/kit/must.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { actorIdOf } from '#src/domain/people/access.ts';
import { MOST_NOTE, type StoreOrder } from '#src/domain/store/order.ts';
import type { CheckoutDeps } from '#src/usecases/checkout/steps/with-checkout.ts';
import { endOrder } from './steps/end-order.ts';
import { type LockedOrder, type OrderToSettle, withOrder } from './steps/with-order.ts';

/** `reason`: what its buyer reads. `isRestocked`: whether own goods are in stock again, true unless it is said. */
export type OrderToRefund = OrderToSettle & { reason: string; isRestocked?: boolean | undefined };

/**
 * Gives back all that was paid for a fulfilled order, to what paid for it. What it brought is not shown any more. Done again, it changes
 * nothing.
 *
 * Refuses who does not see to it, what one has ordered oneself, and one that is not fulfilled.
 */
export async function refundOrder(
  deps: CheckoutDeps,
  { reason: given, isRestocked = true, ...asked }: OrderToRefund,
): Promise<Outcome<StoreOrder>> {
  return withOrder(deps, asked, async (tx, locked) => {
    const { order } = locked;
    const reason = given.trim().slice(0, MOST_NOTE);
    const refusal = refusalOf(locked, reason);
    if (refusal) return refused(refusal);
    if (order.status === 'refunded') return done(order);
    const by = { why: 'person', actorId: actorIdOf(asked.actor) } as const;
    await endOrder(deps, tx, locked, { move: 'refund', ...by, reason, isRestocked });
    return done(must(await lockOrder(tx, order), `order ${order.id}`));
  });
}

function refusalOf({ order, isBuyer, isKeeper }: LockedOrder, reason: string): Refusal | undefined {
  const { status } = order;
  if (!isKeeper) return { kind: 'order-not-allowed' };
  if (isBuyer) return { kind: 'order-own' };
  if (reason === '') return { kind: 'reason-missing' };
  if (status === 'cancelled') return { kind: 'order-over', status };
  return status === 'fulfilled' || status === 'refunded' ? undefined : { kind: 'order-not-fulfilled' };
}
