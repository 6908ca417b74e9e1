import { columnsOf, type HeaderMap, type ReadHeader, readHeader } from '#src/domain/kit/headers.ts';
import { GIFT_ALIASES, type GiftField } from '#src/domain/recognition/gift-columns.ts';

/** The columns of a gift file by the names that are ours. The first two are required. */
export const COLUMNS = [
  'recipient',
  'amount',
  'currency',
  'department',
  'occasion',
  'message',
  'id',
] as const;

/** The extra columns of a file of rejected rows. `copy`: which of several identical rows of the first file it is. */
export const ADDED_COLUMNS = ['line', 'copy', 'reason'] as const;

export type Column = (typeof COLUMNS)[number];
export type ReadColumn = Column | 'copy';

/** A problem in a file. Lines count from 1, header included; an empty column means the whole line. */
export type Problem = { line: number; column: string; reason: string };

/** What a header's columns mean. Those that a file of rejected rows has in addition mean nothing. */
export function readGiftHeader(names: readonly string[], said: HeaderMap<GiftField>): ReadHeader<GiftField> {
  const read = readHeader(names, GIFT_ALIASES, said);
  function isAdded(name: string): boolean {
    return ADDED_COLUMNS.some((added) => added === name.toLowerCase());
  }
  return { ...read, unknown: read.unknown.filter(({ header }) => !isAdded(header)) };
}

/** What is wrong with a header. */
export function checkHeader(
  header: ReadHeader<GiftField>,
  names: readonly string[],
  line: number,
): Problem[] {
  function has(field: GiftField): boolean {
    return columnsOf(header, field).length > 0;
  }
  const missing = [
    ...(has('recipient') ? [] : ['recipient']),
    ...(has('amount') || has('amount_cents') ? [] : ['amount']),
  ];
  const amounts = [...columnsOf(header, 'amount'), ...columnsOf(header, 'amount_cents')];
  const list = names
    .filter((name) => name !== '')
    .map((name) => name.toLowerCase())
    .join(', ');
  return [
    ...missing.map((column) => ({ line, column, reason: `this column is missing; the file has ${list}` })),
    ...header.repeated.map((name) => ({
      line,
      column: name.toLowerCase(),
      reason: 'this column appears twice',
    })),
    ...(amounts.length > 1 && header.repeated.length === 0 ? [twoAmounts(amounts, line)] : []),
  ];
}

function twoAmounts(amounts: readonly { header: string }[], line: number): Problem {
  const headers = amounts.map(({ header }) => `“${header}”`).join(' and ');
  return { line, column: 'amount', reason: `${headers} both say it: leave one out with --ignore` };
}
