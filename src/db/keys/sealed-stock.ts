import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';

/** A code in stock that is under another key. */
export type StockUnderOldKey = { organizationId: string; id: string; hmac: Buffer; sealed: Buffer };

/**
 * Locks the next codes of an organization's stock, by their ids, that are not under a key. Those that somebody else is at are left
 * out, so that this never waits.
 */
export async function lockStockUnderOtherKeys(
  tx: Tx,
  {
    organizationId,
    keyId,
    after,
    limit,
  }: { organizationId: string; keyId: string; after: string; limit: number },
): Promise<StockUnderOldKey[]> {
  return tx
    .selectFrom('stock_code')
    .select(['organization_id as organizationId', 'id', 'hmac', 'sealed'])
    .where('organization_id', '=', organizationId)
    .where('id', '>', after)
    .where('key_id', '<>', keyId)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

export async function saveResealedStock(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
  { keyId, hmac, sealed }: { keyId: string; hmac: Uint8Array; sealed: Uint8Array },
): Promise<void> {
  await tx
    .updateTable('stock_code')
    .set({ key_id: keyId, hmac: Buffer.from(hmac), sealed: Buffer.from(sealed) })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** How many codes in stock are under a key. */
export async function countStockUnderKey(db: Reader, keyId: string): Promise<number> {
  const { rows } = await sql<{ codes: number }>`
    select count(*)::integer as codes from stock_code where key_id = ${keyId}`.execute(db);
  return rows[0]?.codes ?? 0;
}
