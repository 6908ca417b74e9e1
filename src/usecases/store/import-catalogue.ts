import { rehearse, transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { listDepartments } from '#src/db/people/department.ts';
import { getOrganization } from '#src/db/people/organization.ts';
import { listPeople } from '#src/db/people/person.ts';
import { listStockProducts } from '#src/db/reward/stock-product.ts';
import { listItems, lockCatalogue, lockItem } from '#src/db/store/store-item.ts';
import { foldText } from '#src/domain/kit/fold.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { type Actor, actorIdOf, mayAct } from '#src/domain/people/access.ts';
import { type CatalogueFile, readCatalogueFile } from '#src/domain/store/catalogue-file.ts';
import type { ItemField, StoreItem } from '#src/domain/store/item.ts';
import type { CatalogueColumn } from '#src/domain/store/item-columns.ts';
import {
  type CatalogueNames,
  type CatalogueProblem,
  type ItemRow,
  productName,
  readItemRow,
} from '#src/domain/store/read-item-row.ts';
import { readCsv } from '#src/kit/read-csv.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { writeItem } from './steps/write-item.ts';

type ImportDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>;

/** What a row makes of an item; without a difference it is left as it was. */
export type ImportedItem = {
  line: number;
  itemId: string;
  name: string;
  what: 'added' | 'changed' | 'same';
  before: StoreItem | undefined;
  after: StoreItem;
};

/** What a file would do, or did. With problems, nothing of it is done. */
export type ImportedCatalogue = { items: ImportedItem[]; problems: CatalogueProblem[]; unknown: string[] };

/**
 * Brings the catalogue in line with a file, all of it or nothing: a row with a known id or name changes that item, and another adds one.
 * Items that are not in the file stay as they are.
 */
export async function importCatalogue(
  deps: ImportDeps,
  { actor, bytes }: { actor: Actor; bytes: Uint8Array },
): Promise<Outcome<ImportedCatalogue>> {
  if (!mayAct(actor, 'keep-catalogue')) return refused({ kind: 'catalogue-not-allowed' });
  const rehearsed = await planCatalogue(deps, { actor, bytes });
  if (!rehearsed.ok || rehearsed.value.problems.length > 0) return rehearsed;
  const imported = await transact(deps, async (tx) => {
    const made = await bringIn(deps, tx, { actor, bytes });
    // What was in its way since then takes back what was written before it.
    return made.problems.length > 0 ? { ok: false as const, made } : { ok: true as const, made };
  });
  return done(imported.made);
}

/** What `importCatalogue` would do now. */
export async function planCatalogue(
  deps: ImportDeps,
  { actor, bytes }: { actor: Actor; bytes: Uint8Array },
): Promise<Outcome<ImportedCatalogue>> {
  if (!mayAct(actor, 'keep-catalogue')) return refused({ kind: 'catalogue-not-allowed' });
  return done(await rehearse(deps, (tx) => bringIn(deps, tx, { actor, bytes })));
}

async function bringIn(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { actor, bytes }: { actor: Actor; bytes: Uint8Array },
): Promise<ImportedCatalogue> {
  const { organizationId } = actor;
  const csv = readCsv(bytes);
  if (!csv.ok)
    return { items: [], unknown: [], problems: [{ line: csv.line, column: 'file', why: csv.why }] };
  const file = readCatalogueFile(csv.rows);
  await lockCatalogue(tx, organizationId);
  const names = await namesFor(tx, organizationId, file);
  const known = await listItems(tx, { organizationId, withRetired: true });
  const imported: ImportedCatalogue = { items: [], unknown: file.unknown, problems: [...file.problems] };
  const seen = new Set<string>();
  for (const row of file.rows) {
    const before = itemOf(row, known);
    const key = typeof before === 'object' ? before.id : foldText(row.cells.name ?? row.cells.id ?? '');
    if (seen.has(key)) imported.problems.push({ line: row.line, column: 'name', why: 'repeated' });
    else await bringRow(deps, tx, { actor, row, before, names, imported });
    seen.add(key);
  }
  return imported;
}

type OneRow = {
  actor: Actor;
  row: ItemRow;
  before: StoreItem | undefined | 'unknown';
  names: CatalogueNames;
  imported: ImportedCatalogue;
};

async function bringRow(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { actor, row, before: found, names, imported }: OneRow,
): Promise<void> {
  const { line } = row;
  if (found === 'unknown') {
    imported.problems.push({ line, column: 'id', why: 'unknown' });
    return;
  }
  const { organizationId } = actor;
  const before = found && (await lockItem(tx, { organizationId, id: found.id }));
  const read = readItemRow(row, before, names);
  if (!read.ok) {
    imported.problems.push(...read.problems);
    return;
  }
  const written = await writeItem(deps, tx, { organizationId, actorId: actorIdOf(actor), before, ...read });
  if (!written.ok) {
    imported.problems.push({ line, ...problemOf(written.refusal) });
    return;
  }
  const after = written.value;
  const what = before ? (after.version === before.version ? 'same' : 'changed') : 'added';
  imported.items.push({ line, itemId: after.id, name: after.name, what, before, after });
}

const COLUMNS: Record<ItemField, CatalogueColumn> = {
  kind: 'kind',
  name: 'name',
  description: 'description',
  picture: 'picture',
  prices: 'price',
  inStock: 'stock',
  limitPerPerson: 'limit',
  needsAddress: 'delivery',
  fulfillerId: 'fulfiller',
  productId: 'product',
  provider: 'provider',
  departments: 'departments',
  roles: 'roles',
  regions: 'regions',
};

function problemOf(refusal: Refusal): Omit<CatalogueProblem, 'line'> {
  if (refusal.kind === 'bad-item') return { column: COLUMNS[refusal.field], why: refusal.why };
  return { column: 'name', why: 'repeated' };
}

/** By its id; without one by its name, first among what is offered. */
function itemOf({ cells }: ItemRow, known: readonly StoreItem[]): StoreItem | undefined | 'unknown' {
  const id = (cells.id ?? '').trim().toLowerCase();
  if (id !== '') return (isUuid(id) ? known.find((item) => item.id === id) : undefined) ?? 'unknown';
  const same = known.filter((item) => foldText(item.name) === foldText(cells.name ?? ''));
  return same.find(({ isRetired }) => !isRetired) ?? same[0];
}

async function namesFor(tx: Tx, organizationId: string, { decimal }: CatalogueFile): Promise<CatalogueNames> {
  const [organization, people, departments, products] = [
    await getOrganization(tx, organizationId),
    await listPeople(tx, organizationId),
    await listDepartments(tx, organizationId),
    await listStockProducts(tx, organizationId),
  ];
  return {
    currency: organization.currency,
    decimal,
    people: new Map(people.flatMap(({ id, email }) => (email === null ? [] : [[foldText(email), id]]))),
    departments: new Map(departments.map(({ id, name }) => [foldText(name), id])),
    products: new Map(
      products.map(({ id, name, valueMinor, currency }) => [productName(name, valueMinor, currency), id]),
    ),
  };
}
