import type { Reader } from '#src/db/kit/schema.ts';
import { listGiftsOfRecognitions } from '#src/db/recognition/answer.ts';
import { findRecognitionWithin } from '#src/db/recognition/recognition.ts';
import { findLateReturns } from '#src/db/gift/late-returns.ts';
import type { ReturnedShare } from '#src/domain/gift/gift.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { GiftStatus } from '#src/domain/states.ts';
import type { Recognition } from '#src/domain/recognition/recognition.ts';

export type RecognitionState = {
  recognition: Recognition;
  gifts: (ReturnedShare & { giftId: string; status: GiftStatus })[];
};

/** A recognition's current state and its gifts; undefined when the reader may not see it. */
export async function findRecognitionState(
  db: Reader,
  scope: Scope,
  id: string,
): Promise<RecognitionState | undefined> {
  const recognition = await findRecognitionWithin(db, scope, id);
  if (!recognition) return undefined;
  const gifts = await listGiftsOfRecognitions(db, [recognition]);
  const backs = gifts.filter(({ status }) => status === 'voided').map(({ giftId }) => giftId);
  const late = await findLateReturns(db, [recognition.organizationId], backs);
  return {
    recognition,
    gifts: gifts.map(({ giftId, recipientName, amountMinor, currency, status }) => {
      return { giftId, recipientName, money: { amountMinor, currency }, status, late: late.get(giftId) };
    }),
  };
}
