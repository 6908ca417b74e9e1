import { lockOrder } from '#src/db/store/order.ts';
import { must } from '#src/domain/kit/must.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { actorIdOf } from '#src/domain/people/access.ts';
import { isByPerson } from '#src/domain/store/item.ts';
import { MOST_NOTE, type StoreOrder } from '#src/domain/store/order.ts';
import { takeHeld } from '#src/usecases/checkout/steps/take-held.ts';
import type { CheckoutDeps } from '#src/usecases/checkout/steps/with-checkout.ts';
import { refusalToSeeTo, startNow } from './start-order.ts';
import { completeOrder } from './steps/complete-order.ts';
import { lockCheckoutOf } from './steps/lock-checkout-of.ts';
import { type OrderToSettle, withOrder } from './steps/with-order.ts';

/** `note`: what its buyer reads, such as where it can be fetched. A longer one is cut. */
export type OrderToFulfil = OrderToSettle & { note?: string | undefined };

/**
 * Says that an order which a person sees to is done, takes its money if nobody has, and tells its buyer. Done again, it changes nothing.
 *
 * Refuses who does not see to it, one that is over, and one whose payment by another method is not certain: then the order is taken on
 * and its money asked for, and a minute later it can be fulfilled.
 */
export async function fulfilOrder(
  deps: CheckoutDeps,
  { note = '', ...asked }: OrderToFulfil,
): Promise<Outcome<StoreOrder>> {
  return withOrder(deps, asked, async (tx, locked) => {
    const { order, checkout } = locked;
    if (locked.isKeeper && order.status === 'fulfilled' && isByPerson(order.kind)) return done(order);
    const refusal = refusalToSeeTo(locked);
    if (refusal) return refused(refusal);
    const actorId = actorIdOf(asked.actor);
    const { amountMinor } = checkout;
    const taken =
      checkout.status === 'authorized'
        ? await takeHeld(deps, tx, checkout, { amountMinor, captureKey: order.id, actorId })
        : checkout;
    if (taken.status === 'captured') {
      await completeOrder(deps, tx, order, { actorId, note: note.trim().slice(0, MOST_NOTE) });
      return done(must(await lockOrder(tx, order), `order ${order.id}`));
    }
    if (order.status === 'placed') {
      await startNow(deps, tx, { order, checkout: await lockCheckoutOf(tx, order) }, actorId);
    }
    tx.keepOnRefusal();
    return refused({ kind: 'order-payment-waits' });
  });
}
