import { findCheckout } from '#src/db/checkout/checkout.ts';
import { findMarketplace } from '#src/db/checkout/marketplace.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Checkout } from '#src/domain/checkout/checkout.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { findWalletOwner } from '#src/db/queries/wallet/find-wallet-owner.ts';

/** A checkout with its tenders, and the name of its marketplace. */
export type FoundCheckout = Checkout & { marketplace: string };

/** Undefined when there is none that the reader may see. */
export async function findCheckoutWithin(
  db: Reader,
  scope: Scope,
  id: string,
): Promise<FoundCheckout | undefined> {
  const { organizationId } = scope;
  const checkout = await findCheckout(db, { organizationId, id });
  if (!checkout || !(await findWalletOwner(db, scope, checkout.personId))) return undefined;
  const { name } = must(
    await findMarketplace(db, { organizationId, id: checkout.marketplaceId }),
    'marketplace of a checkout',
  );
  return { ...checkout, marketplace: name };
}
