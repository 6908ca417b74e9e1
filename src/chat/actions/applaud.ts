import type { ActionAnswer } from '#src/ports/chat.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { textCard } from '../cards/text-card.ts';
import type { ActionContext } from '../define-action.ts';

/** The button on a post: applauds it, or takes that back. The post shows the new count by itself. */
export async function applaud({ app, words, caller, press }: ActionContext): Promise<ActionAnswer> {
  const applauded = await app.recognition.applaud({ person: caller, recognitionId: press.value });
  if (!applauded.ok) return refusalCard(words, applauded.refusal);
  const { isGiven, count } = applauded.value;
  const title = words.say(isGiven ? 'applause.given' : 'applause.takenBack');
  return textCard('info', title, [words.say(isGiven ? 'applause.count' : 'applause.left', { count })]);
}
