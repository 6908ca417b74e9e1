import { saveCancelled } from '#src/db/recognition/confirmation.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import { type Confirmation, answeredQuestionOf } from './confirm-recognition.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { AnsweredQuestion } from '#src/domain/recognition/recognition.ts';

/** Cancels a request after its giver said no. Otherwise like `confirmRecognition`. */
export async function cancelRecognition(
  deps: Pick<Deps, 'db' | 'clock'>,
  { organizationId, recognitionId: id, giverId }: Omit<Confirmation, 'replyTo'>,
): Promise<Outcome<AnsweredQuestion>> {
  const asked = { organizationId, id, giverId };
  return answeredQuestionOf(deps, asked, await saveCancelled(deps.db, asked, deps.clock.now()));
}
