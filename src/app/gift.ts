import { countGiftsOf } from '#src/db/queries/gift/count-gifts-of.ts';
import { findGiftPayment } from '#src/db/queries/gift/find-gift-payment.ts';
import { findGiftStory } from '#src/db/queries/gift/find-gift-story.ts';
import { listGifts } from '#src/db/queries/gift/list-gifts.ts';
import { listGivenPairs, listLookedAt } from '#src/db/queries/gift/list-given-pairs.ts';
import { listSpendGifts } from '#src/db/queries/gift/list-spend-gifts.ts';
import { listUnreached } from '#src/db/queries/gift/list-unreached.ts';
import { listWithoutGift } from '#src/db/queries/gift/list-without-gift.ts';
import { readSpendGifts } from '#src/db/queries/gift/read-spend-gifts.ts';
import { advanceClaim } from '#src/usecases/gift/advance-claim.ts';
import { claimGift } from '#src/usecases/gift/claim-gift.ts';
import { findGiftMessage, findReceivedGift } from '#src/usecases/gift/find-gift-message.ts';
import { freezeCode } from '#src/usecases/gift/freeze-code.ts';
import { openClaimLink } from '#src/usecases/gift/open-claim-link.ts';
import { previewCode, redeemCode } from '#src/usecases/gift/redeem-code.ts';
import { redeemGift } from '#src/usecases/gift/redeem-gift.ts';
import { undoGifts } from '#src/usecases/gift/undo-gifts.ts';
import { from, fromDb } from './from.ts';

export const giftUseCases = {
  advanceClaim,
  claim: claimGift,
  openClaimLink,
  previewCode,
  redeem: redeemGift,
  redeemCode,
  reportCode: freezeCode,
  undo: undoGifts,
};

export const giftQueries = {
  countOf: fromDb('gift', countGiftsOf),
  findMessage: from('gift', findGiftMessage),
  findReceived: from('gift', findReceivedGift),
  findPayment: fromDb('spend', findGiftPayment),
  findStory: fromDb('gift', findGiftStory),
  list: fromDb('gift', listGifts),
  listUnreached: fromDb('gift', listUnreached),
  listPairs: fromDb('gift', listGivenPairs),
  listLookedAt: fromDb('gift', listLookedAt),
  listWithout: fromDb('gift', listWithoutGift),
  listBehind: fromDb('gift', listSpendGifts),
  readBehind: fromDb('gift', readSpendGifts),
};

export type { GiftCounts } from '#src/db/queries/gift/count-gifts-of.ts';
export type { GiftPayment } from '#src/db/queries/gift/find-gift-payment.ts';
export type { GiftStory } from '#src/db/queries/gift/find-gift-story.ts';
export type { GiftFilter, ListedGift } from '#src/db/queries/gift/list-gifts.ts';
export type { SpendGift } from '#src/db/queries/gift/list-spend-gifts.ts';
export type { UnreachedGift, UnreachedGifts } from '#src/db/queries/gift/list-unreached.ts';
export type { WithoutGift } from '#src/db/queries/gift/list-without-gift.ts';
