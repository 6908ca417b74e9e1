import type { Money } from '#src/domain/kit/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';

/** One recipient's share of a request. */
export type Share = { recipientName: string; money: Money };

/** A share that is a gift by now. */
export type GiftShare = Share & { giftId: string };

/** What was taken back, and what was not and why. `undone` holds at least one gift. */
export type UndoneGifts = { undone: GiftShare[]; kept: (GiftShare & { refusal: Refusal })[] };

/** The content of a gift message. */
export type GiftMessage = {
  giftId: string;
  giverName: string;
  recipientName: string;
  money: Money;
  message: string;
};

/** What was added to the wallet, and its balance in that currency now. */
export type Redeemed = { added: Money; balance: Money };
