import { transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { findOrderRef, lockOrder, saveOrderDueAt } from '#src/db/store/order.ts';
import { eraseOrderAddress } from '#src/db/store/order-address.ts';
import { isOpenOrder } from '#src/domain/store/order.ts';
import type { CheckoutDeps } from '#src/usecases/checkout/steps/with-checkout.ts';
import { lockCheckoutOf } from './steps/lock-checkout-of.ts';
import { goOnWithOrder } from './steps/go-on-with-order.ts';
import { requireOrderOnRecord } from './steps/require-order-on-record.ts';

/**
 * Does what is due for an order: takes its money before it would not be held any more, and erases its address when nobody needs it.
 * Done again, it finds nothing to do.
 *
 * @throws when the order was changed past Largesse.
 */
export async function advanceOrder(deps: CheckoutDeps, orderId: string): Promise<void> {
  await transact(deps, (tx) => advance(deps, tx, orderId));
}

async function advance(deps: CheckoutDeps, tx: Tx, orderId: string): Promise<void> {
  const named = await findOrderRef(tx, orderId);
  if (!named) return;
  await lockPerson(tx, named.organizationId, named.personId);
  const order = await lockOrder(tx, named);
  const ref = await findOrderRef(tx, orderId);
  if (!order || !ref?.dueAt || ref.dueAt > tx.now) return;
  await requireOrderOnRecord(deps, tx, order);
  if (isOpenOrder(order)) {
    await goOnWithOrder(deps, tx, order, await lockCheckoutOf(tx, order));
    return;
  }
  await eraseOrderAddress(tx, order);
  await saveOrderDueAt(tx, order, null);
}
