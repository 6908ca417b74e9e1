import { isOnRecord } from '#src/db/ledger/on-record.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { OrderRef } from '#src/db/store/order.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { orUnread } from '#src/usecases/gift/steps/refuse-unread.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** @throws when somebody made or changed an order in the database, past Largesse: it would move money, or show a code. */
export async function requireOrderOnRecord(
  { keys }: Pick<Deps, 'keys'>,
  tx: Tx,
  { organizationId, id }: OrderRef,
): Promise<void> {
  if (await isOnRecord(tx, keys, { organizationId, name: 'store_order', key: id })) return;
  throw new Error(`order ${id} was made or changed past Largesse; see: largesse audit verify`);
}

/** Refuses what a person wants to do with such an order. */
export async function refusalOfAlteredOrder(
  deps: Pick<Deps, 'keys' | 'log'>,
  tx: Tx,
  ref: OrderRef,
): Promise<Refusal | undefined> {
  return orUnread(deps, refuse(deps, tx, ref));
}

async function refuse(
  { keys, log }: Pick<Deps, 'keys' | 'log'>,
  tx: Tx,
  { organizationId, id: orderId }: OrderRef,
): Promise<Refusal | undefined> {
  if (await isOnRecord(tx, keys, { organizationId, name: 'store_order', key: orderId })) return undefined;
  log.error(
    { organizationId, orderId },
    'An order was changed past Largesse, so nothing was done with it; see: largesse audit verify',
  );
  return { kind: 'changed-by-hand', what: 'order' };
}
