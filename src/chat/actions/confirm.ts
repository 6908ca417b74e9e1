import type { ActionAnswer } from '#src/ports/chat.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { answeredQuestionCard } from '../cards/answered-question-card.ts';
import { answeredBefore } from './answered-before.ts';
import { type ActionContext, settled } from '../define-action.ts';

/** The giver says yes to a question, perhaps so that nobody else reads of it: the answer appears where they pressed. */
export async function confirm(context: ActionContext): Promise<ActionAnswer> {
  const { app, words, organizationId, caller, press } = context;
  const { value: recognitionId, replyTo, isAnsweredFirst = false } = press;
  const giverId = caller.id;
  const question = await app.queries.recognition.findQuestion(caller, recognitionId);
  const answered = await app.recognition.confirm({
    organizationId,
    recognitionId,
    giverId,
    replyTo,
    isAnsweredFirst,
    isPrivate: press.actionId === 'confirm-privately',
  });
  if (!answered.ok) return refusalCard(words, answered.refusal);
  if (!question) return refusalCard(words, { kind: 'not-yours-to-confirm' });
  if (!answered.value.isChanged) return answeredBefore(context, question, answered.value);
  return settled(answeredQuestionCard(words, question, answered.value));
}
