import { readAmount } from '#src/domain/kit/amount/read-amount.ts';
import type { DecimalMark } from '#src/domain/kit/amount/read-number.ts';
import { cleanText, foldText } from '#src/domain/kit/fold.ts';
import { isCurrency } from '#src/domain/kit/money.ts';
import { isRole } from '#src/domain/people/roles.ts';
import type { CatalogueColumn } from './item-columns.ts';
import { isItemKind, type ItemFields, type StoreItem } from './item.ts';

/** What a cell of a catalogue file cannot be. */
export type CatalogueTrouble =
  | 'missing'
  | 'unknown'
  | 'not-a-number'
  | 'not-an-amount'
  | 'repeated'
  | 'other-kind'
  | 'not-csv'
  | 'encoding'
  | 'too-large'
  | 'no-rows'
  | 'long'
  | 'unreadable'
  | 'zero'
  | 'reversed';
export type CatalogueProblem = { line: number; column: CatalogueColumn | 'file'; why: CatalogueTrouble };

/** A row of a file: what its columns say, those alone that the file has. */
export type ItemRow = { line: number; cells: Partial<Record<CatalogueColumn, string>> };

/** What rows refer to by name. */
export type CatalogueNames = {
  currency: string;
  decimal: DecimalMark | undefined;
  /** Ids of people by address, of departments by name, and of products by name, value and currency, all folded. */
  people: ReadonlyMap<string, string>;
  departments: ReadonlyMap<string, string>;
  products: ReadonlyMap<string, string>;
};

/** The key of a product in `CatalogueNames`. */
export function productName(name: string, valueMinor: bigint, currency: string): string {
  return `${foldText(name)}\n${valueMinor}\n${currency}`;
}

export type ReadItem =
  | { ok: true; fields: ItemFields; isRetired: boolean }
  | { ok: false; problems: CatalogueProblem[] };

const EMPTY: Omit<ItemFields, 'kind'> = {
  name: '',
  description: '',
  picture: null,
  prices: {},
  inStock: null,
  limitPerPerson: null,
  needsAddress: false,
  fulfillerId: null,
  productId: null,
  provider: null,
  departments: [],
  roles: [],
  regions: [],
};

/** What a row makes of an item, or of a new one: it changes what the file has columns for, and nothing else. */
export function readItemRow(
  { line, cells }: ItemRow,
  before: StoreItem | undefined,
  names: CatalogueNames,
): ReadItem {
  const reading = new Reading(line, cells);
  const kind = reading.kindOf(before);
  if (!kind) return { ok: false, problems: reading.problems };
  const was = before ?? { ...EMPTY, kind };
  const fields: ItemFields = {
    ...was,
    kind,
    name: reading.read('name', was.name, (text) => text),
    description: reading.read('description', was.description, (text) => text),
    picture: reading.read('picture', was.picture, (text) => text || null),
    prices: reading.read('price', was.prices, (text) => pricesOf(text, names)),
    inStock: reading.read('stock', was.inStock, countOf),
    limitPerPerson: reading.read('limit', was.limitPerPerson, countOf),
    needsAddress: reading.read('delivery', was.needsAddress, isSent),
    fulfillerId: reading.read('fulfiller', was.fulfillerId, (text) => idOf(text, names.people)),
    productId: reading.read('product', was.productId, (text) => productOf(text, cells.value ?? '', names)),
    provider: providerOf(reading, was.provider, names),
    departments: reading.read('departments', was.departments, (text) => idsOf(text, names.departments)),
    roles: reading.read('roles', was.roles, rolesOf),
    regions: reading.read('regions', was.regions, (text) => listOf(text).map((one) => one.toUpperCase())),
  };
  const isRetired = reading.read('status', before?.isRetired ?? false, retiredOf);
  return reading.problems.length > 0
    ? { ok: false, problems: reading.problems }
    : { ok: true, fields, isRetired };
}

/** What a cell cannot be. */
class Wrong {
  readonly why: CatalogueTrouble;
  constructor(why: CatalogueTrouble) {
    this.why = why;
  }
}

/** Reads cells, and gathers what is wrong with them. */
class Reading {
  readonly problems: CatalogueProblem[] = [];
  readonly #line: number;
  readonly #cells: ItemRow['cells'];

  constructor(line: number, cells: ItemRow['cells']) {
    this.#line = line;
    this.#cells = cells;
  }

  /** What the file says; what it was where the file has no such column. */
  read<T>(column: CatalogueColumn, was: T, parse: (text: string) => T | Wrong): T {
    const cell = this.#cells[column];
    if (cell === undefined) return was;
    const value = parse(textOf(cell));
    if (!(value instanceof Wrong)) return value;
    this.problems.push({ line: this.#line, column, why: value.why });
    return was;
  }

  kindOf(before: StoreItem | undefined): ItemFields['kind'] | undefined {
    const text = foldText(this.#cells.kind ?? '');
    const said = KINDS.get(text) ?? (isItemKind(text) ? text : undefined);
    const kind = said ?? (text === '' ? before?.kind : undefined);
    if (kind && before && kind !== before.kind) {
      this.problems.push({ line: this.#line, column: 'kind', why: 'other-kind' });
      return undefined;
    }
    if (!kind)
      this.problems.push({ line: this.#line, column: 'kind', why: text === '' ? 'missing' : 'unknown' });
    return kind;
  }
}

const KINDS = new Map<string, ItemFields['kind']>([
  ['day off', 'day-off'],
  ['extra day off', 'day-off'],
  ['gift card', 'gift-card'],
  ['code', 'codes'],
  ['goods', 'own'],
  ['own goods', 'own'],
]);

/** Our own files put an apostrophe before what a spreadsheet would run. */
function textOf(cell: string): string {
  return cleanText(cell.replace(/^'(?=[=+@\t\r-])/u, ''));
}

function listOf(text: string): string[] {
  return text
    .split(/[;|\n]/u)
    .map(cleanText)
    .filter(Boolean);
}

/** `15.00 EUR; 16.00 USD`; an amount without a currency is in the organization's. */
function pricesOf(text: string, { currency: own, decimal }: CatalogueNames): Record<string, bigint> | Wrong {
  const prices: Record<string, bigint> = {};
  for (const part of listOf(text)) {
    const currency = currencyIn(part) ?? own;
    const read = readAmount(part, { currency, decimal });
    if (!read.ok) return new Wrong('not-an-amount');
    if (currency in prices) return new Wrong('repeated');
    prices[currency] = read.amountMinor;
  }
  return prices;
}

function currencyIn(text: string): string | undefined {
  const code = /(?<![\p{L}\d])[a-z]{3}(?!\p{L})/iu.exec(text)?.[0].toUpperCase();
  return code !== undefined && isCurrency(code) ? code : undefined;
}

function countOf(text: string): number | null | Wrong {
  if (text === '') return null;
  return /^\d{1,7}$/u.test(text) ? Number(text) : new Wrong('not-a-number');
}

function isSent(text: string): boolean | Wrong {
  const key = foldText(text);
  if (['', 'digital', 'no', 'none', 'nein'].includes(key)) return false;
  return ['address', 'post', 'mail', 'shipping', 'yes', 'ja', 'adresse'].includes(key)
    ? true
    : new Wrong('unknown');
}

function retiredOf(text: string): boolean | Wrong {
  const key = foldText(text);
  if (['', 'offered', 'active'].includes(key)) return false;
  return ['retired', 'inactive'].includes(key) ? true : new Wrong('unknown');
}

function idOf(text: string, ids: ReadonlyMap<string, string>): string | null | Wrong {
  if (text === '') return null;
  return ids.get(foldText(text)) ?? new Wrong('unknown');
}

function idsOf(text: string, ids: ReadonlyMap<string, string>): string[] | Wrong {
  const found = listOf(text).map((name) => ids.get(foldText(name)));
  return found.includes(undefined) ? new Wrong('unknown') : found.filter((id) => id !== undefined);
}

function rolesOf(text: string): ItemFields['roles'] | Wrong {
  const roles = listOf(text).map(foldText);
  const known = roles.filter(isRole);
  return known.length === roles.length ? known : new Wrong('unknown');
}

function productOf(text: string, value: string, names: CatalogueNames): string | null | Wrong {
  if (text === '') return null;
  const currency = currencyIn(value) ?? names.currency;
  const read = readAmount(value, { currency, decimal: names.decimal });
  if (!read.ok) return new Wrong('not-an-amount');
  return names.products.get(productName(text, read.amountMinor, currency)) ?? new Wrong('unknown');
}

function providerOf(
  reading: Reading,
  was: ItemFields['provider'],
  names: CatalogueNames,
): ItemFields['provider'] {
  const name = reading.read('provider', was?.name ?? '', (text) => text);
  if (name === '') return null;
  const product = reading.read('provider product', was?.product ?? '', (text) => text);
  const none = { currency: was?.currency ?? names.currency };
  const min = reading.read('min', { ...none, minor: was?.minMinor ?? 0n }, (text) => amountOf(text, names));
  const max = reading.read('max', { ...none, minor: was?.maxMinor ?? 0n }, (text) => {
    const read = amountOf(text, names);
    return read instanceof Wrong || read.currency === min.currency ? read : new Wrong('not-an-amount');
  });
  return { name, product, minMinor: min.minor, maxMinor: max.minor, currency: min.currency };
}

function amountOf(text: string, names: CatalogueNames): { minor: bigint; currency: string } | Wrong {
  const currency = currencyIn(text) ?? names.currency;
  const read = readAmount(text, { currency, decimal: names.decimal });
  return read.ok ? { minor: read.amountMinor, currency } : new Wrong('not-an-amount');
}
