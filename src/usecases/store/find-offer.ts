import type { Reader } from '#src/db/kit/schema.ts';
import { listOffersOf } from '#src/db/store/buyer.ts';
import { findItem } from '#src/db/store/store-item.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Offer } from '#src/domain/store/offer.ts';

/** Where, for whom and when somebody asks: inside a transaction that orders, its `Tx` and its time. */
export type OfferQuestion = { person: Person; itemId: string; now: Date };

/**
 * What an item offers a person now: what it costs them and how many are left. Refuses what is not for them as if it were not there.
 * What is sold out is still an offer that says so.
 */
export async function findOffer(db: Reader, { person, itemId, now }: OfferQuestion): Promise<Outcome<Offer>> {
  const item = await findItem(db, { organizationId: person.organizationId, id: itemId });
  const [offer] = item ? await listOffersOf(db, { person, items: [item], now }) : [];
  return offer ? done(offer) : refused({ kind: 'not-on-offer' });
}
