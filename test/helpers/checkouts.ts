import type { CheckoutRequest } from '#src/app.ts';
import type { Checkout, Marketplace } from '#src/domain/checkout/checkout.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { Company } from './company.ts';
import type { TestCore } from './make-core.ts';

/** A marketplace of a company's own, in its currency or another one. */
export async function addShop(
  core: TestCore,
  { organization }: Pick<Company, 'organization'>,
  { name = 'Store', currency = organization.currency }: Partial<Pick<Marketplace, 'name' | 'currency'>> = {},
): Promise<Marketplace> {
  const added = await core.app.checkout.addMarketplace({
    organizationId: organization.id,
    name,
    currency,
    actorId: null,
  });
  return valueOf(added);
}

export type Buying = Partial<Omit<CheckoutRequest, 'person'>>;

/** Somebody spends an amount in a marketplace, in its currency. */
export async function buy(
  core: TestCore,
  company: Pick<Company, 'person'>,
  {
    shop,
    who = 'alice',
    amountMinor,
    ...more
  }: { shop: Marketplace; who?: string; amountMinor: bigint } & Buying,
): Promise<Outcome<Checkout>> {
  return core.app.checkout.authorize({
    person: await company.person(who),
    marketplaceId: shop.id,
    amountMinor,
    currency: shop.currency,
    requestId: core.newId(),
    ...more,
  });
}

/** How a marketplace settles a checkout of its own. */
export function asShop(shop: Marketplace, checkoutId: string) {
  return { organizationId: shop.organizationId, checkoutId, by: { marketplaceId: shop.id } };
}

/** What an outcome brought, where it must have been done. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`it was refused: ${outcome.refusal.kind}`);
  return outcome.value;
}

/** What is taken, refunded and held of each part of a checkout, in their order: `promo 500/500/0`. */
export function partsOf({ tenders }: Pick<Checkout, 'tenders'>): string[] {
  return tenders.map(({ kind, authorizedMinor, capturedMinor, refundedMinor }) => {
    return `${kind} ${authorizedMinor}/${capturedMinor}/${refundedMinor}`;
  });
}
