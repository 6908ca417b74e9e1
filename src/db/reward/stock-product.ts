import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { Money } from '#src/domain/kit/money.ts';

/** What codes in stock are good for. `lowAt`: with fewer than so many left, HR and finance are told; 0: never. */
export type StockProduct = {
  organizationId: string;
  id: string;
  name: string;
  valueMinor: bigint;
  currency: string;
  lowAt: number;
  /** Since when there are fewer, once they were told. */
  lowSince: Date | null;
};

const COLUMNS = [
  'organization_id as organizationId',
  'id',
  'name',
  'value_minor as valueMinor',
  'currency',
  'low_at as lowAt',
  'low_since as lowSince',
] as const;

/** Keeps anybody else from bringing codes into an organization's stock until the transaction ends. */
export async function lockStock(tx: Tx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`stock ${organizationId}`}, 0))`.execute(tx);
}

export async function listStockProducts(db: Reader, organizationId: string): Promise<StockProduct[]> {
  return db
    .selectFrom('stock_product')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .orderBy('name')
    .orderBy('currency')
    .orderBy('value_minor')
    .execute();
}

export async function findProduct(
  db: Reader,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<StockProduct | undefined> {
  return db
    .selectFrom('stock_product')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The product with this id, for a job that knows only that. Locked: of two who look, the second sees what the first told. */
export async function lockWatchedProduct(tx: Tx, id: string): Promise<StockProduct | undefined> {
  return tx.selectFrom('stock_product').select(COLUMNS).where('id', '=', id).forUpdate().executeTakeFirst();
}

export type NewProduct = Money & { organizationId: string; id: string; name: string; lowAt: number };

export async function insertProducts(tx: Tx, products: readonly NewProduct[]): Promise<void> {
  if (products.length === 0) return;
  await tx
    .insertInto('stock_product')
    .values(
      products.map((product) => ({
        organization_id: product.organizationId,
        id: product.id,
        name: product.name,
        value_minor: product.amountMinor,
        currency: product.currency,
        low_at: product.lowAt,
        watch_at: tx.now,
        made_at: tx.now,
      })),
    )
    .execute();
}

export async function saveLowAt(
  tx: Tx,
  { organizationId, id, lowAt }: { organizationId: string; id: string; lowAt: number },
): Promise<void> {
  await tx
    .updateTable('stock_product')
    .set({ low_at: lowAt, watch_at: tx.now })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** Keeps what was seen of a locked product, and when to look again. */
export async function saveWatched(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
  { lowSince, watchAt }: { lowSince: Date | null; watchAt: Date },
): Promise<void> {
  await tx
    .updateTable('stock_product')
    .set({ low_since: lowSince, watch_at: watchAt })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** How many codes of a product are left, as far as it matters: it counts to `most`. */
export async function countLeft(
  db: Reader,
  { organizationId, id }: { organizationId: string; id: string },
  { now, most }: { now: Date; most: number },
): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select count(*)::integer as left from (
      select from stock_code
       where organization_id = ${organizationId} and product_id = ${id} and status = 'in-stock'
         and (expires_at is null or expires_at > ${now})
       limit ${most}) counted`.execute(db);
  return rows[0]?.left ?? 0;
}
