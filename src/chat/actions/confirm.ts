import type { Card } from '#src/ports.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { standingCard } from '../cards/standing-card.ts';
import type { ActionContext } from '../define-action.ts';

/** The giver's yes to a question: what comes of it is told where they pressed. */
export async function confirm({
  app,
  words,
  organizationId,
  findCaller,
  press,
}: ActionContext): Promise<Card> {
  const caller = await findCaller();
  if (!caller.ok) return refusalCard(words, caller.refusal);
  const { value: recognitionId, replyTo } = press;
  const giverId = caller.value.id;
  const answered = await app.confirmRecognition({ organizationId, recognitionId, giverId, replyTo });
  return answered.ok ? standingCard(words, answered.value) : refusalCard(words, answered.refusal);
}
