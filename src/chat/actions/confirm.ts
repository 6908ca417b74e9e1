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
  const question = await app.queries.recognition.findQuestion(caller, recognitionId);
  const answered = await app.recognition.confirm({ organizationId, recognitionId, giverId, replyTo });
  if (!answered.ok) return refusalCard(words, answered.refusal);
  if (!question) return refusalCard(words, { kind: 'not-yours-to-confirm' });
  return settled(answeredQuestionCard(words, question, answered.value));
}
