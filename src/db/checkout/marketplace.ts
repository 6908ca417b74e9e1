import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { Marketplace } from '#src/domain/checkout/checkout.ts';

/** False when there is one of this name. */
export async function insertMarketplace(tx: Tx, marketplace: Marketplace): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('marketplace')
    .values({
      organization_id: marketplace.organizationId,
      id: marketplace.id,
      name: marketplace.name,
      currency: marketplace.currency,
      added_at: tx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function findMarketplace(
  db: Reader,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<Marketplace | undefined> {
  return db
    .selectFrom('marketplace')
    .select(['organization_id as organizationId', 'id', 'name', 'currency'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** All of an organization, by name. */
export async function listMarketplaces(db: Reader, organizationId: string): Promise<Marketplace[]> {
  return db
    .selectFrom('marketplace')
    .select(['organization_id as organizationId', 'id', 'name', 'currency'])
    .where('organization_id', '=', organizationId)
    .orderBy('name')
    .execute();
}
