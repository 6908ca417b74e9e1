import { formatMoney } from '#src/domain/kit/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { ActionAnswer } from '#src/ports/chat.ts';
import { thanksBlocks } from '../cards/gift-card.ts';
import { redeemedCard } from '../cards/redeemed-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { refusalText } from '../cards/refusal-text.ts';
import { textCard, withAbove } from '../cards/text-card.ts';
import { type ActionContext, settled } from '../define-action.ts';
import { redeemedBefore } from './redeemed-before.ts';

const FINAL: readonly Refusal['kind'][] = ['gift-expired', 'gift-withdrawn'];

/**
 * The button on a gift: adds it to its recipient's balance without typing the code. Pressed twice, it says the same
 * twice: it was no mistake of theirs.
 */
export async function redeem(context: ActionContext): Promise<ActionAnswer> {
  const { app, words, caller, press } = context;
  const gift = await app.queries.gift.findMessage(caller, press.value);
  if (!gift) return refusalCard(words, { kind: 'not-yours' });
  const redeemed = await app.gift.redeem({ person: caller, giftId: press.value });
  const thanks = thanksBlocks(words, gift);
  if (redeemed.ok) return settled(withAbove(redeemedCard(words, redeemed.value), ...thanks));
  if (redeemed.refusal.kind === 'already-redeemed')
    return settled(withAbove(await redeemedBefore(context, gift.money), ...thanks));
  if (!FINAL.includes(redeemed.refusal.kind)) return refusalCard(words, redeemed.refusal);
  const title = words.say('gift.title', {
    giver: gift.giverName,
    amount: formatMoney(gift.money, words.locale),
  });
  return settled(textCard('refusal', title, [...thanks, refusalText(words, redeemed.refusal)]));
}
