import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { findItem, insertItem, listItems, saveItem } from '#src/db/store/store-item.ts';
import { hasPicture } from '#src/db/store/store-picture.ts';
import { listDepartments } from '#src/db/people/department.ts';
import { findPeople } from '#src/db/people/find-people.ts';
import { findProduct } from '#src/db/reward/stock-product.ts';
import { foldText } from '#src/domain/kit/fold.ts';
import { must } from '#src/domain/kit/must.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { checkItem, type ItemProblem } from '#src/domain/store/check-item.ts';
import { fitKind, type ItemFields, itemRecord, type StoreItem } from '#src/domain/store/item.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** What an item is to be; `before`: what it is, locked, or undefined for a new one. */
export type ItemChange = {
  organizationId: string;
  actorId: string | null;
  before: StoreItem | undefined;
  fields: ItemFields;
  isRetired: boolean;
};

/** Writes an item and puts it on record, as it was and as it is. Without a difference it does nothing. */
export async function writeItem(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, actorId, before, fields, isRetired }: ItemChange,
): Promise<Outcome<StoreItem>> {
  const item = { ...fitKind({ ...fields, kind: before?.kind ?? fields.kind }), isRetired };
  const refusal = await refusalOf(tx, { organizationId, before, item });
  if (refusal) return refused(refusal);
  const [was, is] = [before ? itemRecord(before) : null, itemRecord(item)];
  if (before && JSON.stringify(was) === JSON.stringify(is)) return done(before);
  const id = before?.id ?? deps.newId();
  await (before ? saveItem(tx, { organizationId, id, item }) : insertItem(tx, { organizationId, id, item }));
  await insertActivities(tx, [
    {
      organizationId,
      id: deps.newId(),
      at: tx.now,
      kind: 'catalogue.set',
      actorId,
      detail: { itemId: id, before: was, after: is },
    },
  ]);
  return done(must(await findItem(tx, { organizationId, id }), 'item'));
}

type Planned = {
  organizationId: string;
  before: StoreItem | undefined;
  item: ItemFields & { isRetired: boolean };
};

async function refusalOf(tx: Tx, { organizationId, before, item }: Planned): Promise<Refusal | undefined> {
  const [problem] = [...checkItem(item), ...(await unknownOf(tx, organizationId, { before, item }))];
  if (problem) return { kind: 'bad-item', ...problem };
  if (item.isRetired) return undefined;
  const offered = await listItems(tx, { organizationId, withRetired: false });
  const isTaken = offered.some(({ id, name }) => id !== before?.id && foldText(name) === foldText(item.name));
  return isTaken ? { kind: 'item-exists', name: item.name } : undefined;
}

/** What an item names that is not here. Who saw to it before may have left. */
async function unknownOf(
  tx: Tx,
  organizationId: string,
  { before, item }: Omit<Planned, 'organizationId'>,
): Promise<ItemProblem[]> {
  const { picture, fulfillerId, productId, departments } = item;
  const known = new Set((await listDepartments(tx, organizationId)).map(({ id }) => id));
  const isPicture = picture === null || (await hasPicture(tx, { organizationId, hash: picture }));
  const isProduct =
    productId === null || (await findProduct(tx, { organizationId, id: productId })) !== undefined;
  const isSame = fulfillerId === (before?.fulfillerId ?? null);
  const [fulfiller] =
    fulfillerId === null ? [] : await findPeople(tx, organizationId, { by: 'id', personId: fulfillerId });
  const isPerson = fulfillerId === null || isSame || (fulfiller !== undefined && !fulfiller.isDeactivated);
  return [
    ...(isPicture ? [] : [{ field: 'picture', why: 'unknown' } as const]),
    ...(isProduct ? [] : [{ field: 'productId', why: 'unknown' } as const]),
    ...(isPerson ? [] : [{ field: 'fulfillerId', why: 'unknown' } as const]),
    ...(departments.every((id) => known.has(id)) ? [] : [{ field: 'departments', why: 'unknown' } as const]),
  ];
}
