import { listMarketplaces } from '#src/db/checkout/marketplace.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Marketplace } from '#src/domain/checkout/checkout.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** Where wallets of the reader's organization can be spent, by name. Everybody with a wallet may know. */
export async function listMarketplacesWithin(
  db: Reader,
  { organizationId, isAll, personId }: Scope,
): Promise<Marketplace[]> {
  return isAll || personId !== undefined ? listMarketplaces(db, organizationId) : [];
}
