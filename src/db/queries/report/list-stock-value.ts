import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** Codes of one product that were in stock, and what they are worth together. */
export type StockValue = {
  productId: string;
  product: string;
  currency: string;
  codes: number;
  valueMinor: bigint;
};

/** What was in stock before an instant, neither given nor recalled nor expired, for readers who see all spend. */
export async function listStockValue(
  db: Reader,
  { organizationId, isAll }: Scope,
  { until }: { until: Date },
): Promise<StockValue[]> {
  if (!isAll) return [];
  const { rows } = await sql<StockValue>`
    select p.id as "productId", p.name as product, p.currency, count(*)::integer as codes, sum(p.value_minor)::bigint as "valueMinor"
      from stock_code c
      join stock_product p on p.organization_id = c.organization_id and p.id = c.product_id
      join stock_batch b on b.organization_id = c.organization_id and b.id = c.batch_id
     where c.organization_id = ${organizationId} and b.uploaded_at < ${until}
       and (c.taken_at is null or c.taken_at >= ${until})
       and (b.recalled_at is null or b.recalled_at >= ${until})
       and (c.expires_at is null or c.expires_at >= ${until})
     group by p.id, p.name, p.currency
     order by p.name, p.currency`.execute(db);
  return rows;
}
