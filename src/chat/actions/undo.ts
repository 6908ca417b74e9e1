import type { Refusal } from '#src/domain/outcome.ts';
import type { ActionAnswer } from '#src/ports/chat.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { refusalText } from '../cards/refusal-text.ts';
import { shareText } from '../cards/share-text.ts';
import { textCard } from '../cards/text-card.ts';
import { undoneCard } from '../cards/undone-card.ts';
import { type ActionContext, settled } from '../define-action.ts';

const FINAL: readonly Refusal['kind'][] = ['undo-over', 'gift-redeemed', 'gift-expired', 'gift-withdrawn'];

/** The button on a giver's answer: takes back every gift of the recognition that can still be taken back. */
export async function undo({ app, words, caller, press }: ActionContext): Promise<ActionAnswer> {
  const undone = await app.gift.undo({ person: caller, of: { recognitionId: press.value } });
  if (undone.ok) return settled(undoneCard(words, undone.value));
  if (!FINAL.includes(undone.refusal.kind)) return refusalCard(words, undone.refusal);
  const state = await app.queries.recognition.find(caller, press.value);
  const kept = (state?.gifts ?? []).filter(({ status }) => status !== 'voided');
  const title = words.say(kept.length > 0 ? 'issued.title' : 'undo.title');
  const shares = kept.length > 0 ? [shareText(words, kept)] : [];
  const tone = state && kept.length === 0 ? 'success' : 'refusal';
  return settled(textCard(tone, title, [...shares, refusalText(words, undone.refusal)]));
}
