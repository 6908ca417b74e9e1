import { decideMark, type MarkEvidence, markOf } from '#src/domain/kit/decimal-mark.ts';
import type { DecimalMark } from '#src/domain/kit/amount/read-number.ts';
import type { FileRow } from '#src/domain/kit/csv-form.ts';
import { columnsOf, readHeader } from '#src/domain/kit/headers.ts';
import { toDecimal } from '#src/domain/kit/money.ts';
import type { CatalogueProblem, ItemRow } from './read-item-row.ts';
import { CATALOGUE_ALIASES, CATALOGUE_COLUMNS, type CatalogueColumn } from './item-columns.ts';
import type { StoreItem } from './item.ts';

/** The rows of a catalogue file, or what is wrong with it as a whole. `unknown`: headers of columns that nothing is read from. */
export type CatalogueFile = {
  rows: ItemRow[];
  decimal: DecimalMark | undefined;
  unknown: string[];
  problems: CatalogueProblem[];
};

const AMOUNTS: readonly CatalogueColumn[] = ['price', 'value', 'min', 'max'];
const TITLE_ROWS = 10;

/** Finds the header and what each row says under it. */
export function readCatalogueFile(rows: readonly FileRow[]): CatalogueFile {
  const at = rows.slice(0, TITLE_ROWS).findIndex(({ cells }) => {
    const found = readHeader<CatalogueColumn>(cells, CATALOGUE_ALIASES, new Map()).columns;
    return found.some(({ field }) => field === 'name' || field === 'id') && found.length > 1;
  });
  const top = rows[at];
  if (!top) {
    const problem: CatalogueProblem =
      rows.length === 0
        ? { line: 1, column: 'file', why: 'no-rows' }
        : { line: rows[0]?.line ?? 1, column: 'name', why: 'missing' };
    return { rows: [], decimal: undefined, unknown: [], problems: [problem] };
  }
  const header = readHeader<CatalogueColumn>(top.cells, CATALOGUE_ALIASES, new Map());
  const read = rows.slice(at + 1).map(({ line, cells }): ItemRow => {
    const named = CATALOGUE_COLUMNS.flatMap((column) => {
      const [best] = columnsOf(header, column);
      return best ? [[column, cells[best.at] ?? ''] as const] : [];
    });
    return { line, cells: Object.fromEntries(named) };
  });
  const problems: CatalogueProblem[] =
    read.length === 0 ? [{ line: top.line, column: 'file', why: 'no-rows' }] : [];
  return { rows: read, decimal: decimalOf(read), unknown: header.unknown.map((one) => one.header), problems };
}

function decimalOf(rows: readonly ItemRow[]): DecimalMark | undefined {
  const evidence: MarkEvidence = {};
  for (const { line, cells } of rows) {
    for (const text of AMOUNTS.flatMap((column) => (cells[column] ?? '').split(/[;|\n]/u))) {
      const mark = markOf(text);
      if (mark) evidence[mark] ??= { line, text };
    }
  }
  return decideMark(evidence);
}

/** An item with the names of what it refers to. */
export type NamedItem = StoreItem & {
  fulfiller: { email: string | null } | undefined;
  product: { name: string; valueMinor: bigint; currency: string } | undefined;
  departmentNames: readonly string[];
};

/** The catalogue as rows of a file, header first: what `readCatalogueFile` reads. */
export function catalogueRows(items: readonly NamedItem[]): string[][] {
  return [
    [...CATALOGUE_COLUMNS],
    ...items.map((item) => CATALOGUE_COLUMNS.map((column) => cellOf(item, column))),
  ];
}

function cellOf(item: NamedItem, column: CatalogueColumn): string {
  const { provider, product } = item;
  switch (column) {
    case 'id':
    case 'kind':
    case 'name':
    case 'description':
      return item[column];
    case 'price':
      return Object.entries(item.prices)
        .map(([currency, amountMinor]) => amountCell(amountMinor, currency))
        .join('; ');
    case 'stock':
      return item.inStock?.toString() ?? '';
    case 'limit':
      return item.limitPerPerson?.toString() ?? '';
    case 'delivery':
      return item.needsAddress ? 'address' : 'digital';
    case 'fulfiller':
      return item.fulfiller?.email ?? '';
    case 'product':
      return product?.name ?? '';
    case 'value':
      return product ? amountCell(product.valueMinor, product.currency) : '';
    case 'provider':
      return provider?.name ?? '';
    case 'provider product':
      return provider?.product ?? '';
    case 'min':
      return provider ? amountCell(provider.minMinor, provider.currency) : '';
    case 'max':
      return provider ? amountCell(provider.maxMinor, provider.currency) : '';
    case 'departments':
      return item.departmentNames.join('; ');
    case 'roles':
      return item.roles.join('; ');
    case 'regions':
      return item.regions.join('; ');
    case 'picture':
      return item.picture ?? '';
    case 'status':
      return item.isRetired ? 'retired' : 'offered';
    default:
      return column satisfies never;
  }
}

function amountCell(amountMinor: bigint, currency: string): string {
  return `${toDecimal({ amountMinor, currency })} ${currency}`;
}
