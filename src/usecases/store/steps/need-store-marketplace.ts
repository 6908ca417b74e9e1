import { insertMarketplace } from '#src/db/checkout/marketplace.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { findStoreMarketplace, insertStoreMarketplace } from '#src/db/store/store-marketplace.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** The marketplace of the built-in store in a currency, which is made when something is first ordered in it. */
export async function needStoreMarketplace(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, currency }: { organizationId: string; currency: string },
): Promise<string> {
  const id = newId();
  const ours = `Store ${currency}`;
  // A shop of somebody else's may be called like ours.
  for (const name of [ours, `${ours}, ${id}`]) {
    const found = await findStoreMarketplace(tx, { organizationId, currency });
    if (found !== undefined) return found;
    if (!(await insertMarketplace(tx, { organizationId, id, name, currency }))) continue;
    await insertStoreMarketplace(tx, { organizationId, currency, marketplaceId: id });
    const detail = { marketplaceId: id, name, currency };
    await insertActivities(tx, [
      { organizationId, id: newId(), at: tx.now, kind: 'marketplace.added', actorId: null, detail },
    ]);
    return id;
  }
  throw new Error(`the store has no marketplace in ${currency}`);
}
