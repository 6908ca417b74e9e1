import type { Tx } from '#src/db/kit/schema.ts';
import { findPeople } from '#src/db/people/find-people.ts';
import { getPerson, listByRoles } from '#src/db/people/person.ts';
import { findItem } from '#src/db/store/store-item.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { isByPerson } from '#src/domain/store/item.ts';
import type { OrderEnding, StoreOrder } from '#src/domain/store/order.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';

type TellDeps = Pick<Deps, 'newId'>;

/** Tells whoever sees to it of a new order, once. */
export async function tellFulfiller(deps: TellDeps, tx: Tx, order: StoreOrder): Promise<void> {
  const { organizationId, id: subjectId, personId: buyerId, itemName: item } = order;
  const { name: buyer } = await getPerson(tx, organizationId, buyerId);
  const detail = { item, money: storeMoney(order), buyer };
  const told = (await listFulfillers(tx, order)).map((personId) => {
    return { organizationId, personId, subjectId, kind: 'order.placed' as const, detail };
  });
  await notify(deps, tx, told);
}

/** Tells the buyer that somebody has taken their order on. */
export async function tellOfStart(deps: TellDeps, tx: Tx, order: StoreOrder): Promise<void> {
  const { organizationId, id: subjectId, personId, itemName: item } = order;
  const detail = { item, money: storeMoney(order) };
  await notify(deps, tx, [{ organizationId, personId, subjectId, kind: 'order.started', detail }]);
}

/**
 * Tells the buyer, and whoever was told of it, that an order is over: not who did it themselves. `backMinor`: what the buyer has back,
 * minor units.
 */
export async function tellOfEnd(
  deps: TellDeps,
  tx: Tx,
  { order, isAnnounced, backMinor }: { order: StoreOrder; isAnnounced: boolean; backMinor: bigint },
  { move, why, actorId, reason = '' }: OrderEnding,
): Promise<void> {
  const { organizationId, id: subjectId, personId, itemName: item } = order;
  const { name: buyer } = await getPerson(tx, organizationId, personId);
  const fulfillers = isByPerson(order.kind) && isAnnounced ? await listFulfillers(tx, order) : [];
  const kind = move === 'cancel' ? ('order.cancelled' as const) : ('order.refunded' as const);
  const money = storeMoney({ ...order, amountMinor: backMinor });
  const detail = { item, money, buyer, why, reason };
  const about = { organizationId, subjectId, kind };
  const readers = [
    { personId, to: 'buyer' as const },
    ...fulfillers.filter((id) => id !== personId).map((id) => ({ personId: id, to: 'fulfiller' as const })),
  ].filter((reader) => reader.personId !== actorId);
  await notify(
    deps,
    tx,
    readers.map((reader) => ({ ...about, personId: reader.personId, detail: { ...detail, to: reader.to } })),
  );
}

/** Who sees to an order: HR or admins, when its fulfiller has left. */
async function listFulfillers(tx: Tx, { organizationId, itemId }: StoreOrder): Promise<string[]> {
  const item = await findItem(tx, { organizationId, id: itemId });
  const personId = item?.fulfillerId ?? undefined;
  const [fulfiller] =
    personId === undefined ? [] : await findPeople(tx, organizationId, { by: 'id', personId });
  if (fulfiller && !fulfiller.isDeactivated) return [fulfiller.id];
  const keepers = await listByRoles(tx, organizationId, ['hr']);
  return keepers.length > 0 ? keepers : listByRoles(tx, organizationId, ['admin']);
}
