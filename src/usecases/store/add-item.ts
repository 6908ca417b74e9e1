import { transact } from '#src/db/kit/transact.ts';
import { lockCatalogue } from '#src/db/store/store-item.ts';
import { type Outcome, refused } from '#src/domain/outcome.ts';
import { type Actor, actorIdOf, mayAct } from '#src/domain/people/access.ts';
import type { ItemFields, StoreItem } from '#src/domain/store/item.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { writeItem } from './steps/write-item.ts';

type AddDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>;

/** Offers something new in the store. Returns it. */
export async function addItem(
  deps: AddDeps,
  { actor, fields }: { actor: Actor; fields: ItemFields },
): Promise<Outcome<StoreItem>> {
  if (!mayAct(actor, 'keep-catalogue')) return refused({ kind: 'catalogue-not-allowed' });
  const { organizationId } = actor;
  return transact(deps, async (tx) => {
    await lockCatalogue(tx, organizationId);
    const of = { organizationId, actorId: actorIdOf(actor), before: undefined };
    return writeItem(deps, tx, { ...of, fields, isRetired: false });
  });
}
