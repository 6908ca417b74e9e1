import { sql } from 'kysely';
import type { Db } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Clock } from '#src/ports/clock.ts';

/** One file of codes and what became of them. `left`: what can still be given. `uploadedBy`: null for the command line. */
export type ListedBatch = {
  batchId: string;
  name: string;
  codes: number;
  left: number;
  taken: number;
  uploadedAt: Date;
  uploadedBy: string | null;
  recalledAt: Date | null;
  recalledBy: string | null;
  recallReason: string;
  products: string[];
};

/** The newest batches, or one of them. Nothing for who may not see stock. */
export async function listStockBatches(
  { db, clock }: { db: Db; clock: Clock },
  scope: Scope,
  { batchId, limit }: { batchId?: string; limit: number },
): Promise<ListedBatch[]> {
  if (!scope.isAll) return [];
  const { rows } = await sql<ListedBatch>`
    select b.id as "batchId", b.name, b.codes, b.uploaded_at as "uploadedAt", up.name as "uploadedBy",
           b.recalled_at as "recalledAt", back.name as "recalledBy", b.recall_reason as "recallReason",
           counted.left, counted.taken, counted.products
      from stock_batch b
      left join person up on up.organization_id = b.organization_id and up.id = b.uploaded_by
      left join person back on back.organization_id = b.organization_id and back.id = b.recalled_by
      cross join lateral (
        select (count(*) filter (where c.status = 'in-stock' and (c.expires_at is null or c.expires_at > ${clock.now()})))::integer as left,
               (count(*) filter (where c.status = 'taken'))::integer as taken,
               array_agg(distinct p.name order by p.name) as products
          from stock_code c join stock_product p on p.organization_id = c.organization_id and p.id = c.product_id
         where c.organization_id = b.organization_id and c.batch_id = b.id) counted
     where b.organization_id = ${scope.organizationId}
       ${batchId === undefined ? sql`` : sql`and b.id = ${batchId}`}
     order by b.uploaded_at desc, b.id desc limit ${limit}`.execute(db);
  return rows;
}
