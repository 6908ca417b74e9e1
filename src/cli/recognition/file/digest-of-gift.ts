import { hash } from 'node:crypto';
import type { CheckedGift } from './check-gift.ts';

/**
 * 16 bytes that identify a gift by its content, wherever it is in the file. Line ends and the encoding of accented
 * letters make no difference.
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
  // Goes through a string: a digest as a Buffer has its own memory, which is expensive to collect for a million rows.
  return Buffer.from(hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32), 'hex');
}

/** Nearly all texts are already plain, and checking is faster than normalizing. */
const UNPLAIN = /[^\n -~]/u;

function plainly(text: string): string {
  if (!UNPLAIN.test(text)) return text;
  return text.normalize('NFC').replaceAll(/\r\n?/gu, '\n');
}
