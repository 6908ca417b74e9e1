import type { Reader } from '#src/db/kit/schema.ts';
import { findItem } from '#src/db/store/store-item.ts';
import type { GiftCardOffer } from '#src/domain/budget/gift-kind.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** A gift card of the catalogue, as gifts can be one; undefined where there is none with this id. */
export async function findCardOffer(
  { rewardProviders }: Pick<Deps, 'rewardProviders'>,
  db: Reader,
  { organizationId, itemId }: { organizationId: string; itemId: string },
): Promise<GiftCardOffer | undefined> {
  const item = await findItem(db, { organizationId, id: itemId });
  if (!item?.provider) return undefined;
  const { name: provider, product, minMinor, maxMinor, currency } = item.provider;
  const isOnSale = !item.isRetired && rewardProviders.has(provider);
  return { itemId, name: item.name, provider, product, minMinor, maxMinor, currency, isOnSale };
}
