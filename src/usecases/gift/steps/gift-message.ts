import type { GiftToDeliver } from '#src/db/message/delivery.ts';
import type { GiftMessage } from '#src/domain/gift/gift.ts';

/** The content of a gift message. */
export function messageOf(gift: GiftToDeliver): GiftMessage {
  const { giftId, giverName, recipientName, message, amountMinor, currency } = gift;
  return { giftId, giverName, recipientName, message, money: { amountMinor, currency } };
}
