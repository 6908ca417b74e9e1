import type { WalletRow } from '#src/app.ts';
import { BYTE_ORDER_MARK, csvText } from '#src/domain/kit/csv-text.ts';
import { toDecimal } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { movementText } from './filter.ts';

const HEADER = ['at', 'what', 'from', 'message', 'amount', 'balance', 'currency', 'entry'];

/** Movements as a file for spreadsheets, in UTF-8; amounts are plain decimals. */
export function activityCsv(words: Words, rows: readonly WalletRow[]): string {
  const lines = rows.map((row) => [
    row.at.toISOString(),
    movementText(words, row),
    row.gift?.giverName ?? '',
    row.gift?.message ?? row.note ?? '',
    toDecimal(row),
    toDecimal({ amountMinor: row.balanceAfterMinor, currency: row.currency }),
    row.currency,
    row.entryId,
  ]);
  return `${BYTE_ORDER_MARK}${csvText([HEADER, ...lines])}\r\n`;
}
