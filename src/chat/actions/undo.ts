import type { Refusal } from '#src/domain/outcome.ts';
import type { ActionAnswer } from '#src/ports/chat.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { refusalText } from '../cards/refusal-text.ts';
import { shareText } from '../cards/share-text.ts';
import { textCard } from '../cards/text-card.ts';
import { undoneBeforeCard, undoneCard } from '../cards/undone-card.ts';
import { type ActionContext, settled } from '../define-action.ts';

const FINAL: readonly Refusal['kind'][] = ['undo-over', 'gift-redeemed', 'gift-expired', 'gift-withdrawn'];

/**
 * The button on a giver's answer: takes back every gift of the recognition that can still be taken back. Pressed twice, it
 * says again what is taken back: it was no mistake of theirs.
 */
export async function undo({ app, words, caller, press }: ActionContext): Promise<ActionAnswer> {
  const undone = await app.gift.undo({ person: caller, of: { recognitionId: press.value } });
  if (undone.ok) return settled(undoneCard(words, undone.value));
  if (!FINAL.includes(undone.refusal.kind)) return refusalCard(words, undone.refusal);
  const state = await app.queries.recognition.find(caller, press.value);
  const gifts = state?.gifts ?? [];
  const kept = gifts.filter(({ status }) => status !== 'voided');
  const before = gifts.filter(({ status }) => status === 'voided');
  if (before.length > 0) return settled(undoneBeforeCard(words, before, kept));
  const shares = kept.length > 0 ? [shareText(words, kept)] : [];
  return settled(
    textCard('refusal', words.say('issued.title'), [...shares, refusalText(words, undone.refusal)]),
  );
}
