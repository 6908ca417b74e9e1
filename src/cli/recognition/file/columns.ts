import { columnsOf, type HeaderMap, type ReadHeader, readHeader } from '#src/domain/kit/headers.ts';
import type { FileProblem } from '#src/cli/kit/file-problem.ts';
import { GIFT_ALIASES, type GiftField } from '#src/domain/recognition/gift-columns.ts';

/** The columns of a gift file by the names that are ours. The first two are required. */
export const GIFT_COLUMNS = [
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

export type GiftColumn = (typeof GIFT_COLUMNS)[number];
export type ReadGiftColumn = GiftColumn | 'copy' | 'amount_cents';

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
): FileProblem[] {
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

function twoAmounts(amounts: readonly { header: string }[], line: number): FileProblem {
  const headers = amounts.map(({ header }) => `“${header}”`).join(' and ');
  return { line, column: 'amount', reason: `${headers} both say it: leave one out with --ignore` };
}
