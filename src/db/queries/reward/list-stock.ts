import { sql } from 'kysely';
import type { Db } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Clock } from '#src/ports/clock.ts';

/** The codes of one product that expire at the same time. `expired`: in stock, and worth nothing any more. */
export type StockLevel = {
  expiresAt: Date | null;
  left: number;
  expired: number;
  taken: number;
  recalled: number;
};

/** A product in stock with what became of its codes; `left` counts what can still be given. */
export type ListedStock = {
  productId: string;
  product: string;
  valueMinor: bigint;
  currency: string;
  /** With fewer left, HR and finance are told; 0: never. */
  lowAt: number;
  left: number;
  isLow: boolean;
  levels: StockLevel[];
};

type Row = Omit<ListedStock, 'left' | 'isLow' | 'levels'> & StockLevel & { hasCodes: boolean };

/** What is left in stock, by product, value, currency and expiry: what expires first comes first. Nothing for who may not see stock. */
export async function listStock(
  { db, clock }: { db: Db; clock: Clock },
  scope: Scope,
): Promise<ListedStock[]> {
  if (!scope.isAll) return [];
  const now = clock.now();
  const { rows } = await sql<Row>`
    select p.id as "productId", p.name as product, p.value_minor as "valueMinor", p.currency, p.low_at as "lowAt",
           c.expires_at as "expiresAt", count(c.id) > 0 as "hasCodes",
           (count(*) filter (where c.status = 'in-stock' and (c.expires_at is null or c.expires_at > ${now})))::integer as left,
           (count(*) filter (where c.status = 'in-stock' and c.expires_at <= ${now}))::integer as expired,
           (count(*) filter (where c.status = 'taken'))::integer as taken,
           (count(*) filter (where c.status = 'recalled'))::integer as recalled
      from stock_product p
      left join stock_code c on c.organization_id = p.organization_id and c.product_id = p.id
     where p.organization_id = ${scope.organizationId}
     group by p.id, p.name, p.value_minor, p.currency, p.low_at, c.expires_at
     order by p.name, p.currency, p.value_minor, p.id, c.expires_at nulls last`.execute(db);
  const products = new Map<string, ListedStock>();
  for (const { hasCodes, expiresAt, left, expired, taken, recalled, ...product } of rows) {
    const listed = products.get(product.productId) ?? { ...product, left: 0, isLow: false, levels: [] };
    if (hasCodes) listed.levels.push({ expiresAt, left, expired, taken, recalled });
    listed.left += left;
    products.set(product.productId, listed);
  }
  return [...products.values()].map((one) => ({ ...one, isLow: one.left < one.lowAt }));
}
