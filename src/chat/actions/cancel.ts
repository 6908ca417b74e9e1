import type { ActionAnswer } from '#src/ports/chat.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { answeredQuestionCard } from '../cards/answered-question-card.ts';
import { answeredBefore } from './answered-before.ts';
import { type ActionContext, settled } from '../define-action.ts';

/** The giver says no to a question: nothing is given. */
export async function cancel(context: ActionContext): Promise<ActionAnswer> {
  const { app, words, organizationId, caller, press } = context;
  const giverId = caller.id;
  const question = await app.queries.recognition.findQuestion(caller, press.value);
  const answered = await app.recognition.cancel({ organizationId, recognitionId: press.value, giverId });
  if (!answered.ok) return refusalCard(words, answered.refusal);
  if (!question) return refusalCard(words, { kind: 'not-yours-to-confirm' });
  if (!answered.value.isChanged) return answeredBefore(context, question, answered.value);
  return settled(answeredQuestionCard(words, question, answered.value));
}
