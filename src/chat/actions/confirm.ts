import type { ActionAnswer } from '#src/ports/chat.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { standingCard } from '../cards/standing-card.ts';
import { type ActionContext, settled } from '../define-action.ts';

/** The giver's yes to a question: what comes of it is told where they pressed. */
export async function confirm({
  app,
  words,
  organizationId,
  caller,
  press,
}: ActionContext): Promise<ActionAnswer> {
  const { value: recognitionId, replyTo } = press;
  const giverId = caller.id;
  const question = await app.showQuestion(recognitionId);
  const answered = await app.confirmRecognition({ organizationId, recognitionId, giverId, replyTo });
  if (!answered.ok) return refusalCard(words, answered.refusal);
  return settled(standingCard(words, question, answered.value));
}
