import type { Tx } from '#src/db/kit/schema.ts';
import { saveOrderMove } from '#src/db/store/order.ts';
import { findOrderAddress } from '#src/db/store/order-address.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { isByPerson } from '#src/domain/store/item.ts';
import { ADDRESS_KEPT_MS, type StoreOrder } from '#src/domain/store/order.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { recordOrder } from './record-order.ts';

/** Says that a locked, paid order is fulfilled, and tells its buyer, who may have to look at what it brought. */
export async function completeOrder(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  order: StoreOrder,
  { actorId, note }: { actorId: string | null; note: string },
): Promise<void> {
  const { organizationId, id: subjectId, personId, itemName: item, kind } = order;
  const hasAddress = (await findOrderAddress(tx, order)) !== undefined;
  const dueAt = hasAddress ? new Date(tx.now.getTime() + ADDRESS_KEPT_MS) : null;
  await saveOrderMove(tx, order, 'fulfil', { fulfilledAt: tx.now, note, dueAt });
  await recordOrder(deps, tx, order, { kind: 'order.fulfilled', actorId });
  // A code that is had at once is on the screen of whoever ordered it.
  if (kind === 'codes' && order.placedAt.getTime() === tx.now.getTime()) return;
  const detail = { item, money: storeMoney(order), note, isToReveal: !isByPerson(kind) };
  await notify(deps, tx, [{ organizationId, personId, subjectId, kind: 'order.fulfilled', detail }]);
}
