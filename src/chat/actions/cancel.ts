import type { ActionAnswer } from '#src/ports/chat.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { standingCard } from '../cards/standing-card.ts';
import { type ActionContext, settled } from '../define-action.ts';

/** The giver's no to a question: nothing is given. */
export async function cancel({
  app,
  words,
  organizationId,
  caller,
  press,
}: ActionContext): Promise<ActionAnswer> {
  const giverId = caller.id;
  const question = await app.showQuestion(press.value);
  const answered = await app.cancelRecognition({ organizationId, recognitionId: press.value, giverId });
  if (!answered.ok) return refusalCard(words, answered.refusal);
  return settled(standingCard(words, question, answered.value));
}
