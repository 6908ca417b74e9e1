import type { Money } from '#src/domain/kit/money.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';

/** What a button carries that places an order: the price that was seen with it, and the id that makes two presses one order. */
export type OrderPress = { itemId: string; requestId: string; price: Money };

/** At most 76 characters: Discord's buttons hold 100, with their name. */
export function writeOrderPress({ itemId, requestId, price }: OrderPress): string {
  return `${itemId} ${requestId} ${price.amountMinor}${price.currency}`;
}

/** Undefined for what no button of ours carries. */
export function readOrderPress(value: string): OrderPress | undefined {
  const [, itemId = '', requestId = '', amount = '', currency = ''] =
    /^(\S+) ([\da-f]{16}) (\d{1,15})([A-Z]{3})$/u.exec(value) ?? [];
  if (!isUuid(itemId)) return undefined;
  return { itemId, requestId, price: { amountMinor: BigInt(amount), currency } };
}
