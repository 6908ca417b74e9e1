import { columnsOf, type ReadHeader, readHeader } from '#src/domain/kit/headers.ts';
import { readAmount } from '#src/domain/kit/amount/read-amount.ts';
import type { DecimalMark } from '#src/domain/kit/amount/read-number.ts';
import { cleanText, foldText } from '#src/domain/kit/fold.ts';
import type { FileRow } from '#src/domain/kit/csv-form.ts';
import { isCurrency } from '#src/domain/kit/money.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import { type DayOrder, dayOrderOf, readFileDay } from '#src/domain/kit/read-file-day.ts';
import { decideMark, type MarkEvidence, markOf } from '#src/domain/kit/decimal-mark.ts';
import { linesWithLostEnds, linesWithLostZeros } from './lost-digits.ts';
import { type CodeTrouble, readCodeCell } from './read-code-cell.ts';
import { STOCK_ALIASES, type StockField } from './stock-columns.ts';
import { StockCode } from './stock-code.ts';

/** What the file does not say of its codes. Values are decimals as people type them. */
export type StockDefaults = {
  product: string;
  value: string;
  currency: string;
  /** Which of the numbers of a date is the day, where the file does not show it. */
  dayOrder?: DayOrder | undefined;
  /** Numbers of different lengths are right: they have lost no zeros. */
  lengthsDiffer?: boolean | undefined;
};

/** Why a line, or the whole file, cannot come into stock. It never says what stands there: that may be a code. */
export type StockTrouble =
  | CodeTrouble
  | 'no-code-column'
  | 'two-columns'
  | 'no-rows'
  | 'other-length'
  | 'lost-zeros'
  | 'lost-end'
  | 'no-product'
  | 'no-value'
  | 'bad-value'
  | 'unclear-value'
  | 'bad-currency'
  | 'bad-day'
  | 'unclear-day'
  | 'expired'
  | 'repeated'
  | 'known'
  | 'not-csv'
  | 'encoding'
  | 'too-large';

/** `other`: the line that has the same code, or the batch that it came with. */
export type StockProblem = { line: number; field: StockField | 'file'; why: StockTrouble; other?: string };

/** A code to put into stock. `expiresOn`: its last day; null: it has none. */
export type StockRow = {
  line: number;
  code: StockCode;
  product: string;
  valueMinor: bigint;
  currency: string;
  expiresOn: string | null;
};

export type StockFile = {
  rows: StockRow[];
  problems: StockProblem[];
  /** The places of the columns that nothing is read from, from 1: a header may be a code, where a file has none. */
  ignored: number[];
};

const SHORTEST_CODE = 4;
const SHORTEST_PIN = 3;
const LONGEST_NAME = 100;
/** Titles that stand above a header. */
const TITLE_ROWS = 10;

type Cells = Record<StockField, string>;
type Line = { line: number; cells: Cells };
type Reading = StockDefaults & {
  today: string;
  decimal: DecimalMark | undefined;
  order: DayOrder | undefined;
};

/**
 * Reads a file of codes as people have it: with a header, in any order of columns. Whatever a spreadsheet may have changed is a
 * problem, named by its line.
 *
 * @param at when, and where: a code that expires today is good today.
 */
export function readStockFile(
  rows: readonly FileRow[],
  defaults: StockDefaults,
  at: { now: Date; timeZone: string },
): StockFile {
  const found = findHeader(rows);
  if (!found)
    return failed({ line: 1, field: 'code', why: rows.length === 0 ? 'no-rows' : 'no-code-column' });
  const { header, below, line, width } = found;
  const twice = (['code', 'pin'] as const).find((field) => columnsOf(header, field).length > 1);
  if (twice) return failed({ line, field: twice, why: 'two-columns' });
  const lines = below.flatMap((row): Line[] => linesOf(header, row));
  if (lines.length === 0) return failed({ line, field: 'file', why: 'no-rows' });
  const reading: Reading = {
    ...defaults,
    today: dayOf(at.now, at.timeZone),
    decimal: decimalOf(lines),
    order: defaults.dayOrder ?? dayOrderOf(lines.map(({ cells }) => cells.expires)),
  };
  const problems = [...lengthProblems(below, width), ...lostDigits(lines, defaults)];
  const read = lines.map((one) => readLine(one, reading));
  const good = read.flatMap((one) => ('row' in one ? [one.row] : []));
  problems.push(...read.flatMap((one) => ('problems' in one ? one.problems : [])), ...repeatedOf(good));
  return { rows: good, problems: oncePerLine(problems), ignored: ignoredOf(header) };
}

function failed(problem: StockProblem): StockFile {
  return { rows: [], problems: [problem], ignored: [] };
}

function findHeader(rows: readonly FileRow[]) {
  const at = rows.slice(0, TITLE_ROWS).findIndex(({ cells }) => {
    return columnsOf(readHeader(cells, STOCK_ALIASES, new Map()), 'code').length > 0;
  });
  const top = rows[at];
  if (!top) return undefined;
  const header = readHeader<StockField>(top.cells, STOCK_ALIASES, new Map());
  const width = top.cells.findLastIndex((cell) => cell.trim() !== '') + 1;
  return { header, below: rows.slice(at + 1), line: top.line, width };
}

function linesOf(header: ReadHeader<StockField>, { line, cells }: FileRow): Line[] {
  if (cells.every((cell) => cell.trim() === '')) return [];
  function cellOf(field: StockField): string {
    const [column] = columnsOf(header, field);
    return column ? (cells[column.at] ?? '') : '';
  }
  const of = {
    code: cellOf('code'),
    pin: cellOf('pin'),
    value: cellOf('value').trim(),
    currency: cellOf('currency').trim(),
    expires: cellOf('expires').trim(),
    product: cleanText(cellOf('product')),
  };
  return [{ line, cells: of }];
}

/** Lines with cells beyond the header: a comma in a cell has moved the others. */
function lengthProblems(rows: readonly FileRow[], width: number): StockProblem[] {
  return rows
    .filter(({ cells }) => cells.slice(width).some((cell) => cell.trim() !== ''))
    .map(({ line }) => ({ line, field: 'file', why: 'other-length' }));
}

function decimalOf(lines: readonly Line[]): DecimalMark | undefined {
  const evidence: MarkEvidence = {};
  for (const { line, cells } of lines) {
    const mark = markOf(cells.value);
    if (mark) evidence[mark] ??= { line, text: cells.value };
  }
  return decideMark(evidence);
}

function lostDigits(lines: readonly Line[], { lengthsDiffer = false }: StockDefaults): StockProblem[] {
  return (['code', 'pin'] as const).flatMap((field) => {
    const cells = lines.flatMap(({ line, cells: of }) => {
      const read = readCodeCell(of[field], 1);
      return read.ok ? [{ line, text: read.text }] : [];
    });
    const zeros = lengthsDiffer ? [] : linesWithLostZeros(cells);
    return [
      ...zeros.map((line): StockProblem => ({ line, field, why: 'lost-zeros' })),
      ...linesWithLostEnds(cells).map((line): StockProblem => ({ line, field, why: 'lost-end' })),
    ];
  });
}

function readLine({ line, cells }: Line, reading: Reading): { row: StockRow } | { problems: StockProblem[] } {
  const problems: StockProblem[] = [];
  function note(field: StockField, why: StockTrouble): undefined {
    problems.push({ line, field, why });
  }
  const code = readCodeCell(cells.code, SHORTEST_CODE);
  if (!code.ok) note('code', code.why);
  const pin = cells.pin.trim() === '' ? undefined : readCodeCell(cells.pin, SHORTEST_PIN);
  if (pin && !pin.ok) note('pin', pin.why);
  const product = cells.product || cleanText(reading.product);
  if (product === '' || product.length > LONGEST_NAME) note('product', 'no-product');
  const currency = (cells.currency || reading.currency).toUpperCase();
  const value = isCurrency(currency)
    ? valueOf(cells.value, { currency, reading })
    : note('currency', 'bad-currency');
  if (value && 'why' in value) note('value', value.why);
  const expires = lastDayOf(cells.expires, reading);
  if (expires && 'why' in expires) note('expires', expires.why);
  if (problems.length > 0 || !code.ok || !value || 'why' in value) return { problems };
  const clear = { code: code.text, pin: pin?.ok ? pin.text : undefined };
  const expiresOn = expires && 'day' in expires ? expires.day : null;
  return { row: { line, code: new StockCode(clear), product, valueMinor: value.minor, currency, expiresOn } };
}

function valueOf(
  cell: string,
  { currency, reading }: { currency: string; reading: Reading },
): { minor: bigint } | { why: StockTrouble } {
  const isGiven = cell !== '';
  const text = isGiven ? cell : reading.value;
  if (text.trim() === '') return { why: 'no-value' };
  const read = readAmount(text, { currency, decimal: isGiven ? reading.decimal : undefined });
  if (read.ok) return read.amountMinor > 0n ? { minor: read.amountMinor } : { why: 'bad-value' };
  if (read.problem.why === 'wrong-currency') return { why: 'bad-currency' };
  return { why: read.problem.why === 'unclear' ? 'unclear-value' : 'bad-value' };
}

function lastDayOf(
  cell: string,
  { order, today }: Reading,
): { day: string } | { why: StockTrouble } | undefined {
  if (cell === '') return undefined;
  const read = readFileDay(cell, order);
  if (!read.ok) return { why: read.why === 'unclear' ? 'unclear-day' : 'bad-day' };
  return read.day < today ? { why: 'expired' } : { day: read.day };
}

/** Lines whose code another line above has. */
function repeatedOf(rows: readonly StockRow[]): StockProblem[] {
  const first = new Map<string, number>();
  return rows.flatMap(({ line, code }): StockProblem[] => {
    const key = code.revealKey();
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, line);
      return [];
    }
    return [{ line, field: 'code', why: 'repeated', other: String(other) }];
  });
}

/** One problem a field and line, in the order of the lines: one mistake is not told twice. */
function oncePerLine(problems: readonly StockProblem[]): StockProblem[] {
  const once = new Map<string, StockProblem>();
  for (const problem of problems) {
    const key = `${problem.line} ${problem.field}`;
    if (!once.has(key)) once.set(key, problem);
  }
  return [...once.values()].toSorted((a, b) => a.line - b.line);
}

function ignoredOf({ unknown, columns }: ReadHeader<StockField>): number[] {
  const used = new Set(columns.map(({ field, at }) => `${field} ${at}`));
  const spare = columns.filter(({ field, at }) => {
    const [best] = columns
      .filter((one) => one.field === field)
      .toSorted((a, b) => a.rank - b.rank || a.at - b.at);
    return best?.at !== at && used.has(`${field} ${at}`);
  });
  return [...unknown, ...spare].map(({ at }) => at + 1).toSorted((a, b) => a - b);
}

/** Products are compared as people read them. */
export function productKey({
  product,
  valueMinor,
  currency,
}: Omit<StockRow, 'line' | 'code' | 'expiresOn'>): string {
  return [foldText(product), valueMinor, currency].join('\n');
}
