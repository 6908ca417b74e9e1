import { listGiftsOfRecognitions } from '#src/db/recognition/answer.ts';
import { getRecognition } from '#src/db/recognition/recognition.ts';
import type { Recognition } from '#src/domain/recognition/recognition.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { GiftStatus } from '#src/domain/states.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

export type RecognitionState = {
  recognition: Recognition;
  gifts: { giftId: string; recipientName: string; money: Money; status: GiftStatus }[];
};

/** A recognition as it stands, with the gifts that it became. */
export async function getRecognitionState(deps: Pick<Deps, 'db'>, id: string): Promise<RecognitionState> {
  const recognition = await getRecognition(deps.db, id);
  const gifts = await listGiftsOfRecognitions(deps.db, [recognition]);
  return {
    recognition,
    gifts: gifts.map(({ giftId, recipientName, amountMinor, currency, status }) => {
      return { giftId, recipientName, money: { amountMinor, currency }, status };
    }),
  };
}
