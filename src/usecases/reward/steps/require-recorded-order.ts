import type { Tx } from '#src/db/kit/schema.ts';
import { isOnRecord } from '#src/db/ledger/on-record.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** @throws when somebody made or changed an order in the database, past Largesse: it would spend money, or show a code. */
export async function requireRecordedOrder(
  { keys }: Pick<Deps, 'keys'>,
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<void> {
  if (await isOnRecord(tx, keys, { organizationId, name: 'reward_order', key: id })) return;
  throw new Error(`reward order ${id} was made or changed past Largesse; see: largesse audit verify`);
}
