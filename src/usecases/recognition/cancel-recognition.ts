import { transact } from '#src/db/kit/transact.ts';
import { saveCancelled } from '#src/db/recognition/confirmation.ts';
import { recordEnds } from './steps/record-ends.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import { type Confirmation, answeredQuestionOf } from './confirm-recognition.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import type { AnsweredQuestion } from '#src/domain/recognition/recognition.ts';

/** Cancels a request after its giver said no. Otherwise like `confirmRecognition`. */
export async function cancelRecognition(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { organizationId, recognitionId: id, giverId }: Omit<Confirmation, 'replyTo'>,
): Promise<Outcome<AnsweredQuestion>> {
  const asked = { organizationId, id, giverId };
  const isChanged = await transact(deps, async (tx) => {
    const isCancelled = await saveCancelled(tx, asked, tx.now);
    if (isCancelled) {
      await recordEnds(deps, tx, [{ organizationId, id, how: 'cancelled', actorId: giverId }]);
      await refreshCards(tx, organizationId, [id]);
    }
    return isCancelled;
  });
  return answeredQuestionOf(deps, asked, isChanged);
}
