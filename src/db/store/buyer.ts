import { listWallets } from '#src/db/gift/wallet.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { getDepartment } from '#src/db/people/department.ts';
import { listLots } from '#src/db/wallet/promo-grant.ts';
import { findWalletState } from '#src/db/wallet/wallet.ts';
import type { Person } from '#src/domain/people/person.ts';
import { offerTo, type Buyer, type Offer } from '#src/domain/store/offer.ts';
import type { StoreItem } from '#src/domain/store/item.ts';
import { composeHoldings } from '#src/domain/wallet/composition.ts';
import { countCodesLeft } from './store-item.ts';

/** A person as a buyer: what they can spend now. From a frozen wallet, nothing can be spent. */
async function findBuyer(db: Reader, person: Person, now: Date): Promise<Buyer> {
  const owner = { organizationId: person.organizationId, id: person.id };
  const [gifts, lots, state, department] = await Promise.all([
    listWallets(db, owner),
    listLots(db, owner),
    findWalletState(db, owner),
    getDepartment(db, { organizationId: person.organizationId, id: person.departmentId }),
  ]);
  const isFrozen = Boolean(state?.frozenAt);
  const holdings = composeHoldings({ gifts, lots, isFrozen }, now);
  const spendable = new Map(holdings.map((one) => [one.currency, isFrozen ? 0n : one.spendableMinor]));
  return { ...person, spendable, currency: department.currency };
}

/** What these items offer a person now. */
export async function listOffersOf(
  db: Reader,
  { person, items, now }: { person: Person; items: readonly StoreItem[]; now: Date },
): Promise<Offer[]> {
  const buyer = await findBuyer(db, person, now);
  const productIds = items.flatMap(({ productId }) => productId ?? []);
  const left = await countCodesLeft(db, person.organizationId, { now, productIds });
  return items.flatMap((item) => {
    const inStock = item.productId === null ? null : (left.get(item.productId) ?? 0);
    return offerTo(buyer, item, inStock) ?? [];
  });
}
