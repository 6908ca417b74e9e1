import type { LateReturn } from '#src/domain/budget/late-returns.ts';
import type { CardNow } from './gift-card.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';

/** One recipient's share of a request. */
export type Share = { recipientName: string; money: Money };

/** A share that was taken back; `late` says where its money went if the period that had paid it was over. */
export type ReturnedShare = Share & { late?: LateReturn | undefined };

/** A share that is a gift by now. */
export type GiftShare = Share & { giftId: string };

/** What was taken back, and what was not and why. `undone` holds at least one gift. */
export type UndoneGifts = {
  undone: (GiftShare & ReturnedShare)[];
  kept: (GiftShare & { refusal: Refusal })[];
};

/** The content of a gift message. */
export type GiftMessage = {
  giftId: string;
  giverName: string;
  recipientName: string;
  money: Money;
  message: string;
  /** From when on it can no longer be claimed, and by whose clocks it says so; null where it has no end. */
  claimBy: ClaimBy | null;
  /** What is bought for it; undefined where it is stored value. */
  card?: CardNow | undefined;
};

/** An end, and the zone of whoever it is told to. */
export type ClaimBy = { at: Date; timeZone: string };

/** What was added to the wallet, and its balance in that currency now. */
export type Redeemed = { added: Money; balance: Money };
