import { transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { findOrder, lockOrder } from '#src/db/store/order.ts';
import { findItem } from '#src/db/store/store-item.ts';
import type { Checkout } from '#src/domain/checkout/checkout.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { type Outcome, refused } from '#src/domain/outcome.ts';
import { type Actor, mayAct } from '#src/domain/people/access.ts';
import type { StoreOrder } from '#src/domain/store/order.ts';
import { refusalOfAlteredCheckout } from '#src/usecases/checkout/steps/refuse-altered-checkout.ts';
import type { CheckoutDeps } from '#src/usecases/checkout/steps/with-checkout.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import { lockCheckoutOf } from './lock-checkout-of.ts';
import { refusalOfAlteredOrder } from './require-order-on-record.ts';

/** An order to do something with, and who does it. */
export type OrderToSettle = { actor: Actor; orderId: string };

/** A locked order with its locked checkout. `isBuyer`, `isKeeper`: who does it; a keeper sees to it, or to all of them. */
export type LockedOrder = { order: StoreOrder; checkout: Checkout; isBuyer: boolean; isKeeper: boolean };

/**
 * Does something with an order in a transaction that has locked its buyer, it and its checkout.
 *
 * Refuses one that is nothing to the actor as if it were not there, and one that was changed past Largesse.
 */
export async function withOrder<T>(
  deps: CheckoutDeps,
  { actor, orderId }: OrderToSettle,
  act: (tx: Tx, locked: LockedOrder) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const { organizationId } = actor;
  const ref = { organizationId, id: orderId };
  return transact(deps, async (tx) => {
    const found = isUuid(orderId) ? await findOrder(tx, ref) : undefined;
    if (!found) return refused({ kind: 'unknown-order' });
    const who = await relationTo(tx, actor, found);
    if (!who.isBuyer && !who.isKeeper) return refused({ kind: 'unknown-order' });
    await lockPerson(tx, found.organizationId, found.personId);
    const order = await lockOrder(tx, ref);
    if (!order) return refused({ kind: 'unknown-order' });
    const checkout = await lockCheckoutOf(tx, order);
    const altered =
      (await refusalOfAlteredOrder(deps, tx, order)) ?? (await refusalOfAlteredCheckout(deps, tx, checkout));
    if (altered) return refused(altered);
    const done = await act(tx, { order, checkout, ...who });
    await refreshCards(tx, organizationId, [order.id]);
    return done;
  });
}

async function relationTo(
  tx: Tx,
  actor: Actor,
  { organizationId, personId, itemId: id }: StoreOrder,
): Promise<{ isBuyer: boolean; isKeeper: boolean }> {
  if ('operator' in actor) return { isBuyer: false, isKeeper: true };
  if (actor.isDeactivated) return { isBuyer: false, isKeeper: false };
  const item = await findItem(tx, { organizationId, id });
  return {
    isBuyer: actor.id === personId,
    isKeeper: actor.id === item?.fulfillerId || mayAct(actor, 'keep-orders'),
  };
}
