import type { ActionAnswer } from '#src/ports/chat.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { answeredQuestionCard } from '../cards/answered-question-card.ts';
import { type ActionContext, settled } from '../define-action.ts';

/** The giver says no to a question: nothing is given. */
export async function cancel({
  app,
  words,
  organizationId,
  caller,
  press,
}: ActionContext): Promise<ActionAnswer> {
  const giverId = caller.id;
  const question = await app.getQuestion(press.value);
  const answered = await app.cancelRecognition({ organizationId, recognitionId: press.value, giverId });
  if (!answered.ok) return refusalCard(words, answered.refusal);
  return settled(answeredQuestionCard(words, question, answered.value));
}
