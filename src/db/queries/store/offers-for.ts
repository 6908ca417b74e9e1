import type { Db } from '#src/db/kit/schema.ts';
import { findPeople } from '#src/db/people/find-people.ts';
import { listOffersOf } from '#src/db/store/buyer.ts';
import { listItems } from '#src/db/store/store-item.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';
import type { Offer } from '#src/domain/store/offer.ts';
import type { Clock } from '#src/ports/clock.ts';

/** What the store offers a person now, by name; undefined when the reader may not see that. `itemId`: only this one. */
export async function offersFor(
  { db, clock }: { db: Db; clock: Clock },
  scope: Scope,
  { personId, itemId }: { personId: string; itemId?: string | undefined },
): Promise<Offer[] | undefined> {
  const { organizationId } = scope;
  const [person] = await findPeople(db, organizationId, { by: 'id', personId });
  if (!person || !sees(scope, { people: [person] })) return undefined;
  const all = await listItems(db, { organizationId, withRetired: false });
  const items = itemId === undefined ? all : all.filter(({ id }) => id === itemId);
  return listOffersOf(db, { person, items, now: clock.now() });
}
