import type { Card } from '#src/ports.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { undoneCard } from '../cards/undone-card.ts';
import type { ActionContext } from '../define-action.ts';

/** The button on a giver's answer: takes back all gifts of the recognition that still can be. */
export async function undo({ app, words, findCaller, press }: ActionContext): Promise<Card> {
  const caller = await findCaller();
  if (!caller.ok) return refusalCard(words, caller.refusal);
  const undone = await app.undoGifts({ person: caller.value, of: { recognitionId: press.value } });
  return undone.ok ? undoneCard(words, undone.value) : refusalCard(words, undone.refusal);
}
