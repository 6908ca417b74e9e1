import { hash } from 'node:crypto';
import type { CheckedGift } from './check-gift.ts';

/**
 * 16 bytes that name a gift by its content, however it is written and wherever it stands. Line ends and the forms of
 * accented letters make no difference.
 */
export function digestOfGift(gift: CheckedGift): Buffer {
  const { recipientId, department, amountMinor, currency, occasion, message } = gift;
  const parts = [
    recipientId,
    department.id,
    amountMinor.toString(),
    currency,
    plainly(occasion),
    plainly(message),
  ];
  // A digest as bytes has memory of its own, which is dear to collect for a million rows.
  return Buffer.from(hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32), 'hex');
}

/** Nearly all texts are plain already, which takes less to see than to make them so. */
const UNPLAIN = /[^\n -~]/u;

function plainly(text: string): string {
  if (!UNPLAIN.test(text)) return text;
  return text.normalize('NFC').replaceAll(/\r\n?/gu, '\n');
}
