import type { GiftToDeliver } from '#src/db/message/delivery.ts';
import type { Money } from '#src/domain/kit/money.ts';

/** What the message about a gift says. */
export type GiftMessage = {
  giftId: string;
  giverName: string;
  recipientName: string;
  money: Money;
  message: string;
};

/** The content of a gift message, for the recipient by this name. */
export function messageOf(gift: GiftToDeliver, recipientName: string): GiftMessage {
  const { giftId, giverName, message, amountMinor, currency } = gift;
  return { giftId, giverName, recipientName, message, money: { amountMinor, currency } };
}
