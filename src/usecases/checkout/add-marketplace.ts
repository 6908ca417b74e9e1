import { insertMarketplace } from '#src/db/checkout/marketplace.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Marketplace } from '#src/domain/checkout/checkout.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Adds a place where wallets of a currency can be spent. Refuses a name that another one of the organization has. */
export async function addMarketplace(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>,
  { actorId, ...named }: Omit<Marketplace, 'id'> & { actorId: string | null },
): Promise<Outcome<Marketplace>> {
  const marketplace = { ...named, id: deps.newId() };
  const { organizationId, id: marketplaceId, name, currency } = marketplace;
  return transact(deps, async (tx) => {
    if (!(await insertMarketplace(tx, marketplace))) return refused({ kind: 'marketplace-exists', name });
    const detail = { marketplaceId, name, currency };
    await insertActivities(tx, [
      { organizationId, id: deps.newId(), at: tx.now, kind: 'marketplace.added', actorId, detail },
    ]);
    return done(marketplace);
  });
}
