import type { Reader } from '#src/db/kit/schema.ts';
import { listGiftsOfRecognitions } from '#src/db/recognition/answer.ts';
import { findRecognitionWithin } from '#src/db/recognition/recognition.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { GiftStatus } from '#src/domain/states.ts';
import type { Recognition } from '#src/domain/recognition/recognition.ts';

export type RecognitionState = {
  recognition: Recognition;
  gifts: { giftId: string; recipientName: string; money: Money; status: GiftStatus }[];
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
  return {
    recognition,
    gifts: gifts.map(({ giftId, recipientName, amountMinor, currency, status }) => {
      return { giftId, recipientName, money: { amountMinor, currency }, status };
    }),
  };
}
