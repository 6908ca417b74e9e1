import type { Tx } from '#src/db/kit/schema.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { findOrder, lockOrder } from '#src/db/store/order.ts';
import { isOpenOrder } from '#src/domain/store/order.ts';
import type { EffectDeps } from '#src/usecases/kit/checkout-effects.ts';
import type { SettledReward } from '#src/usecases/kit/reward-effects.ts';
import { lockCheckoutOf } from './steps/lock-checkout-of.ts';
import { goOnWithOrder } from './steps/go-on-with-order.ts';
import { requireOrderOnRecord } from './steps/require-order-on-record.ts';

/** What comes of a purchase for the order that it was made for: it is paid and fulfilled, or its money goes back. */
export async function followReward(
  deps: EffectDeps,
  tx: Tx,
  { organizationId, id, status }: SettledReward,
): Promise<void> {
  const ref = { organizationId, id };
  const found = await findOrder(tx, ref);
  if (!found) return;
  await lockPerson(tx, organizationId, found.personId);
  const order = await lockOrder(tx, ref);
  if (!order) return;
  await requireOrderOnRecord(deps, tx, order);
  if (!isOpenOrder(order)) {
    const fields = { organizationId, orderId: id };
    if (status === 'bought') {
      deps.log.error(fields, 'A reward was bought for an order that is over; have its provider take it back');
    }
    return;
  }
  await goOnWithOrder(deps, tx, order, await lockCheckoutOf(tx, order));
}
