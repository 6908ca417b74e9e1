import type { GiftToDeliver } from '#src/db/message/delivery.ts';
import { isCardNow } from '#src/domain/gift/gift-card.ts';
import type { GiftMessage } from '#src/domain/gift/gift.ts';

/** The content of a gift message, addressed to its recipient by name. */
export function messageOf(gift: GiftToDeliver, recipientName: string): GiftMessage {
  const { giftId, giverName, message, amountMinor, currency, expiresAt: at, timeZone } = gift;
  const claimBy = at && { at, timeZone };
  const card = isCardNow(gift.card) ? { card: gift.card } : {};
  return { giftId, giverName, recipientName, message, money: { amountMinor, currency }, claimBy, ...card };
}
