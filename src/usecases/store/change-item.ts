import { transact } from '#src/db/kit/transact.ts';
import { lockCatalogue, lockItem } from '#src/db/store/store-item.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { type Actor, actorIdOf, mayAct } from '#src/domain/people/access.ts';
import type { ItemFields, StoreItem } from '#src/domain/store/item.ts';
import { stockAfter } from '#src/domain/store/stock-after.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { writeItem } from './steps/write-item.ts';

type SetDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>;

/**
 * Changes what the store offers. Its kind stays: that would be another item.
 *
 * @param asked.version as it was when whoever changes it looked: a change that they have not seen is not lost.
 * @param asked.seenStock how many there were then: what was ordered since is taken off what they say there are.
 */
export async function changeItem(
  deps: SetDeps,
  {
    actor,
    itemId,
    version,
    seenStock,
    fields,
  }: {
    actor: Actor;
    itemId: string;
    version?: number;
    seenStock?: number | null;
    fields: Partial<ItemFields>;
  },
): Promise<Outcome<{ before: StoreItem; after: StoreItem }>> {
  return changing(deps, { actor, itemId, version }, (before) => {
    const changed = { ...before, ...fields };
    const seen = seenStock === undefined ? before.inStock : seenStock;
    const inStock = stockAfter(before.inStock, { seen, said: changed.inStock });
    if (inStock === undefined) return undefined;
    return { fields: { ...changed, inStock }, isRetired: before.isRetired };
  });
}

/** Takes an item out of the store, or offers it again. What was ordered stays ordered. */
export async function retireItem(
  deps: SetDeps,
  { actor, itemId, isRetired }: { actor: Actor; itemId: string; isRetired: boolean },
): Promise<Outcome<{ before: StoreItem; after: StoreItem }>> {
  return changing(deps, { actor, itemId, version: undefined }, (before) => ({ fields: before, isRetired }));
}

async function changing(
  deps: SetDeps,
  { actor, itemId: id, version }: { actor: Actor; itemId: string; version: number | undefined },
  change: (before: StoreItem) => { fields: ItemFields; isRetired: boolean } | undefined,
): Promise<Outcome<{ before: StoreItem; after: StoreItem }>> {
  if (!mayAct(actor, 'keep-catalogue')) return refused({ kind: 'catalogue-not-allowed' });
  const { organizationId } = actor;
  return transact(deps, async (tx) => {
    await lockCatalogue(tx, organizationId);
    const before = await lockItem(tx, { organizationId, id });
    if (!before) return refused({ kind: 'unknown-item' });
    if (version !== undefined && version !== before.version)
      return refused({ kind: 'item-changed', name: before.name });
    const changed = change(before);
    if (!changed) return refused({ kind: 'item-changed', name: before.name });
    const of = { organizationId, actorId: actorIdOf(actor), before };
    const written = await writeItem(deps, tx, { ...of, ...changed });
    return written.ok ? done({ before, after: written.value }) : written;
  });
}
