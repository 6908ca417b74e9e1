import { createHash } from 'node:crypto';

/** What makes a row the same gift, however it is written and wherever it stands. */
export type GiftContent = {
  recipientId: string;
  departmentId: string;
  amountMinor: bigint;
  currency: string;
  occasion: string;
  message: string;
};

/** 16 bytes that name a gift by its content. Line ends and the forms of accented letters make no difference. */
export function digestOfGift(gift: GiftContent): Buffer {
  const { recipientId, departmentId, amountMinor, currency, occasion, message } = gift;
  const parts = [
    recipientId,
    departmentId,
    amountMinor.toString(),
    currency,
    plainly(occasion),
    plainly(message),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);
}

function plainly(text: string): string {
  return text.normalize('NFC').replaceAll(/\r\n?/gu, '\n');
}
