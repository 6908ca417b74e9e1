import type { Reader, Tx } from '#src/db/kit/schema.ts';

/** One file of codes. */
export type StockBatch = {
  organizationId: string;
  id: string;
  name: string;
  codes: number;
  uploadedAt: Date;
  recalledAt: Date | null;
};

export async function insertBatch(
  tx: Tx,
  batch: { organizationId: string; id: string; name: string; codes: number; uploadedBy: string | null },
): Promise<void> {
  await tx
    .insertInto('stock_batch')
    .values({
      organization_id: batch.organizationId,
      id: batch.id,
      name: batch.name,
      codes: batch.codes,
      uploaded_at: tx.now,
      uploaded_by: batch.uploadedBy,
    })
    .execute();
}

/** Locks a batch: whoever gives a code back into it waits, and then sees that it was recalled. Lock it before its codes. */
export async function lockBatch(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<StockBatch | undefined> {
  return batchQuery(tx, { organizationId, id }).forUpdate().executeTakeFirst();
}

function batchQuery(db: Reader, { organizationId, id }: { organizationId: string; id: string }) {
  return db
    .selectFrom('stock_batch')
    .select([
      'organization_id as organizationId',
      'id',
      'name',
      'codes',
      'uploaded_at as uploadedAt',
      'recalled_at as recalledAt',
    ])
    .where('organization_id', '=', organizationId)
    .where('id', '=', id);
}

/** Keeps that a locked batch is recalled, by whom and why. */
export async function saveRecalled(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
  { actorId, reason }: { actorId: string | null; reason: string },
): Promise<void> {
  await tx
    .updateTable('stock_batch')
    .set({ recalled_at: tx.now, recalled_by: actorId, recall_reason: reason })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}
