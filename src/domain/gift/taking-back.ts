import type { Refusal } from '#src/domain/outcome.ts';
import type { GiftStatus } from '#src/domain/states.ts';
import { MINUTE_MS } from '#src/domain/kit/time.ts';

/** A gift as far as taking it back depends on it. */
export type GiftToTakeBack = { giverId: string; status: GiftStatus; issuedAt: Date };

/** Why a person may not take a gift back now; undefined when they may: they gave it, just now, and it is not redeemed. */
export function refusalOfUndo(
  gift: GiftToTakeBack,
  { personId, now, undoMinutes }: { personId: string; now: Date; undoMinutes: number },
): Refusal | undefined {
  if (gift.giverId !== personId) return { kind: 'not-your-gift' };
  const refusal = refusalOfStatus(gift.status);
  if (refusal) return refusal;
  const until = gift.issuedAt.getTime() + undoMinutes * MINUTE_MS;
  return now.getTime() >= until ? { kind: 'undo-over', minutes: undoMinutes } : undefined;
}

/** Why a gift’s value cannot be taken from its code; undefined when it can. */
export function refusalOfStatus(status: GiftStatus): Refusal | undefined {
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
