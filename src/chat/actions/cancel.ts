import type { Card } from '#src/ports.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { standingCard } from '../cards/standing-card.ts';
import type { ActionContext } from '../define-action.ts';

/** The giver's no to a question: nothing is given. */
export async function cancel({
  app,
  words,
  organizationId,
  findCaller,
  press,
}: ActionContext): Promise<Card> {
  const caller = await findCaller();
  if (!caller.ok) return refusalCard(words, caller.refusal);
  const giverId = caller.value.id;
  const answered = await app.cancelRecognition({ organizationId, recognitionId: press.value, giverId });
  return answered.ok ? standingCard(words, answered.value) : refusalCard(words, answered.refusal);
}
