import type { ActionAnswer } from '#src/ports/chat.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { answeredQuestionCard } from '../cards/answered-question-card.ts';
import { type ActionContext, settled } from '../define-action.ts';

/** The giver says yes to a question: the answer appears where they pressed. */
export async function confirm({
  app,
  words,
  organizationId,
  caller,
  press,
}: ActionContext): Promise<ActionAnswer> {
  const { value: recognitionId, replyTo } = press;
  const giverId = caller.id;
  const question = await app.getQuestion(recognitionId);
  const answered = await app.confirmRecognition({ organizationId, recognitionId, giverId, replyTo });
  if (!answered.ok) return refusalCard(words, answered.refusal);
  return settled(answeredQuestionCard(words, question, answered.value));
}
