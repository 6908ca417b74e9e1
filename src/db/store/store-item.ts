import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { ItemFields, ItemKind, StoreItem } from '#src/domain/store/item.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Role } from '#src/domain/people/roles.ts';

type Row = {
  organization_id: string;
  id: string;
  kind: ItemKind;
  name: string;
  description: string;
  picture: string | null;
  prices: Record<string, string>;
  in_stock: number | null;
  limit_per_person: number | null;
  needs_address: boolean;
  fulfiller_id: string | null;
  product_id: string | null;
  provider: string | null;
  provider_product: string | null;
  min_minor: bigint | null;
  max_minor: bigint | null;
  currency: string | null;
  departments: string[];
  roles: Role[];
  regions: string[];
  retired_at: Date | null;
  version: number;
};

/** The items of an organization by name, those that are offered or all of them. */
export async function listItems(
  db: Reader,
  { organizationId, withRetired }: { organizationId: string; withRetired: boolean },
): Promise<StoreItem[]> {
  const rows = await db
    .selectFrom('store_item')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .$if(!withRetired, (query) => query.where('retired_at', 'is', null))
    .orderBy('name_key')
    .orderBy('id')
    .execute();
  return rows.map(itemOf);
}

export async function findItem(
  db: Reader,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<StoreItem | undefined> {
  const row = await itemQuery(db, { organizationId, id }).executeTakeFirst();
  return row && itemOf(row);
}

/** Locks an item until the transaction ends: of two who change it, the second sees what the first did. */
export async function lockItem(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<StoreItem | undefined> {
  const row = await itemQuery(tx, { organizationId, id }).forUpdate().executeTakeFirst();
  return row && itemOf(row);
}

/** Locks an item as it is until the transaction ends, and lets others do the same. */
export async function lockItemShared(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<StoreItem | undefined> {
  const row = await itemQuery(tx, { organizationId, id }).forShare().executeTakeFirst();
  return row && itemOf(row);
}

/**
 * Takes one of an item that is counted, or puts one back; false when there is none to take. It is no change of what HR says of the item:
 * whoever changes that says how many more or fewer there are.
 */
export async function changeStock(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
  by: 1 | -1,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('store_item')
    .set({ in_stock: sql<number>`in_stock + ${by}` })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where(sql<boolean>`in_stock + ${by} >= 0`)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

function itemQuery(db: Reader, { organizationId, id }: { organizationId: string; id: string }) {
  return db
    .selectFrom('store_item')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id);
}

function itemOf(row: Row): StoreItem {
  const { provider, currency } = row;
  return {
    organizationId: row.organization_id,
    id: row.id,
    kind: row.kind,
    name: row.name,
    description: row.description,
    picture: row.picture,
    prices: Object.fromEntries(Object.entries(row.prices).map(([unit, amount]) => [unit, BigInt(amount)])),
    inStock: row.in_stock,
    limitPerPerson: row.limit_per_person,
    needsAddress: row.needs_address,
    fulfillerId: row.fulfiller_id,
    productId: row.product_id,
    provider:
      provider === null
        ? null
        : {
            name: provider,
            product: must(row.provider_product, 'product of a provider'),
            minMinor: must(row.min_minor, 'least amount'),
            maxMinor: must(row.max_minor, 'most amount'),
            currency: must(currency, 'currency'),
          },
    departments: row.departments,
    roles: row.roles,
    regions: row.regions,
    isRetired: row.retired_at !== null,
    version: row.version,
  };
}

function columnsOf(item: ItemFields) {
  return {
    name: item.name,
    description: item.description,
    picture: item.picture,
    prices: JSON.stringify(
      Object.fromEntries(Object.entries(item.prices).map(([unit, amount]) => [unit, amount.toString()])),
    ),
    in_stock: item.inStock,
    limit_per_person: item.limitPerPerson,
    needs_address: item.needsAddress,
    fulfiller_id: item.fulfillerId,
    product_id: item.productId,
    provider: item.provider?.name ?? null,
    provider_product: item.provider?.product ?? null,
    min_minor: item.provider?.minMinor ?? null,
    max_minor: item.provider?.maxMinor ?? null,
    currency: item.provider?.currency ?? null,
    departments: [...item.departments],
    roles: [...item.roles],
    regions: [...item.regions],
  };
}

export async function insertItem(
  tx: Tx,
  {
    organizationId,
    id,
    item,
  }: { organizationId: string; id: string; item: ItemFields & { isRetired: boolean } },
): Promise<void> {
  await tx
    .insertInto('store_item')
    .values({
      organization_id: organizationId,
      id,
      kind: item.kind,
      ...columnsOf(item),
      made_at: tx.now,
      retired_at: item.isRetired ? tx.now : null,
    })
    .execute();
}

/** Keeps what a locked item is now; its kind stays. */
export async function saveItem(
  tx: Tx,
  {
    organizationId,
    id,
    item,
  }: { organizationId: string; id: string; item: ItemFields & { isRetired: boolean } },
): Promise<void> {
  await tx
    .updateTable('store_item')
    .set({
      ...columnsOf(item),
      retired_at: item.isRetired ? sql<Date>`coalesce(retired_at, ${tx.now})` : null,
      version: sql<number>`version + 1`,
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** Keeps anybody else from changing an organization's catalogue until the transaction ends. */
export async function lockCatalogue(tx: Tx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`catalogue ${organizationId}`}, 0))`.execute(tx);
}

/** How many codes of each product can still be given. */
export async function countCodesLeft(
  db: Reader,
  organizationId: string,
  { now, productIds }: { now: Date; productIds: readonly string[] },
): Promise<Map<string, number>> {
  if (productIds.length === 0) return new Map();
  const { rows } = await sql<{ productId: string; left: number }>`
    select product_id as "productId", count(*)::integer as left from stock_code
     where organization_id = ${organizationId} and product_id = any (${productIds}::uuid[]) and status = 'in-stock'
       and (expires_at is null or expires_at > ${now})
     group by 1`.execute(db);
  return new Map(rows.map(({ productId, left }) => [productId, left]));
}
