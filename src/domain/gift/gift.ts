import type { Money } from '#src/domain/kit/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';

/** One recipient's share of a request. */
export type Share = { recipientName: string; money: Money };

/** One that is a gift by now. */
export type GiftShare = Share & { giftId: string };

/** What was taken back, and what was not, with the reason. `undone` holds one gift at least. */
export type UndoneGifts = { undone: GiftShare[]; kept: (GiftShare & { refusal: Refusal })[] };

/** What the message about a gift says. */
export type GiftMessage = {
  giftId: string;
  giverName: string;
  recipientName: string;
  money: Money;
  message: string;
};

/** What was added to the wallet, and what the wallet holds in that currency now. */
export type Redeemed = { added: Money; balance: Money };
