import type { GiverQuestion } from '#src/domain/recognition/giver-update.ts';
import type { AnsweredQuestion } from '#src/domain/recognition/recognition.ts';
import type { ActionAnswer } from '#src/ports/chat.ts';
import { currentCard } from '../cards/current-card.ts';
import { answeredQuestionCard } from '../cards/answered-question-card.ts';
import { type ActionContext, settled } from '../define-action.ts';

/**
 * Answers a press on a question that was answered before: with its outcome, in its place. While that is on its way, it says
 * so below: in its place, it would hide what comes.
 */
export async function answeredBefore(
  { app, words, caller, press }: ActionContext,
  question: GiverQuestion,
  answered: AnsweredQuestion,
): Promise<ActionAnswer> {
  const current = await app.queries.recognition.findCurrentUpdate(caller, press.value);
  return current ? settled(currentCard(words, current)) : answeredQuestionCard(words, question, answered);
}
