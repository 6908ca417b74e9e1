import type { Reader, Tx } from '#src/db/kit/schema.ts';

type InCurrency = { organizationId: string; currency: string };

/** The marketplace of the built-in store in a currency; undefined while nothing was ordered in it. */
export async function findStoreMarketplace(
  db: Reader,
  { organizationId, currency }: InCurrency,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('store_marketplace')
    .select('marketplace_id as marketplaceId')
    .where('organization_id', '=', organizationId)
    .where('currency', '=', currency)
    .executeTakeFirst();
  return row?.marketplaceId;
}

export async function insertStoreMarketplace(
  tx: Tx,
  { organizationId, currency, marketplaceId }: InCurrency & { marketplaceId: string },
): Promise<void> {
  await tx
    .insertInto('store_marketplace')
    .values({ organization_id: organizationId, currency, marketplace_id: marketplaceId })
    .execute();
}

export async function isOfStore(
  db: Reader,
  { organizationId, marketplaceId }: { organizationId: string; marketplaceId: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('store_marketplace')
    .select('currency')
    .where('organization_id', '=', organizationId)
    .where('marketplace_id', '=', marketplaceId)
    .executeTakeFirst();
  return row !== undefined;
}
