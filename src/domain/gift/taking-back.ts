import type { Refusal } from '#src/domain/outcome.ts';
import type { GiftStatus } from '#src/domain/states.ts';
import { type CardOfGift, refusalOfBought } from './gift-card.ts';
import { MINUTE_MS } from '#src/domain/kit/time.ts';

/** What taking a gift back depends on. */
export type GiftToTakeBack = {
  giverId: string;
  status: GiftStatus;
  issuedAt: Date;
  card: CardOfGift | undefined;
};

/**
 * Why a person may not take a gift back now; undefined when they may: they gave it, recently, and it is not redeemed.
 */
export function refusalOfUndo(
  gift: GiftToTakeBack,
  { personId, now, undoMinutes }: { personId: string; now: Date; undoMinutes: number },
): Refusal | undefined {
  if (gift.giverId !== personId) return { kind: 'not-your-gift' };
  const refusal = refusalOfStatus(gift);
  if (refusal) return refusal;
  return now >= undoneUntil(gift.issuedAt, { undoMinutes })
    ? { kind: 'undo-over', minutes: undoMinutes }
    : undefined;
}

/** Until when a gift can be undone. */
export function undoneUntil(issuedAt: Date, { undoMinutes }: { undoMinutes: number }): Date {
  return new Date(issuedAt.getTime() + undoMinutes * MINUTE_MS);
}

/** Why a gift’s value cannot be taken back from its code; undefined when it can. */
export function refusalOfStatus({
  status,
  card,
}: Pick<GiftToTakeBack, 'status' | 'card'>): Refusal | undefined {
  const bought = refusalOfBought(card);
  if (bought) return bought;
  switch (status) {
    case 'issued':
    case 'delivered':
      return undefined;
    case 'reserved':
      return { kind: 'gift-waits' };
    case 'redeemed':
      return { kind: 'gift-redeemed' };
    case 'expired':
      return { kind: 'gift-expired' };
    case 'voided':
      return { kind: 'gift-withdrawn' };
    default:
      return status satisfies never;
  }
}
