import { saveCancelled } from '#src/db/recognition/confirmation.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import { type AnsweredQuestion, type Confirmation, standing } from './confirm-recognition.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Takes the giver's no to what they were asked about: nothing is given. Otherwise as `confirmRecognition`. */
export async function cancelRecognition(
  deps: Pick<Deps, 'db' | 'clock'>,
  { organizationId, recognitionId: id, giverId }: Omit<Confirmation, 'replyTo'>,
): Promise<Outcome<AnsweredQuestion>> {
  const asked = { organizationId, id, giverId };
  return standing(deps, asked, await saveCancelled(deps.db, asked, deps.clock.now()));
}
