import { formatMoney } from '#src/domain/kit/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { ActionAnswer } from '#src/ports/chat.ts';
import { claimByText, redeemAction } from '../cards/gift-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { textCard } from '../cards/text-card.ts';
import type { ActionContext } from '../define-action.ts';
import { chooseCard } from './choose-card.ts';
import { redeemedBefore } from './redeemed-before.ts';

/** The claim button: shows a gift's code to its recipient and to nobody else. */
export async function claim(context: ActionContext): Promise<ActionAnswer> {
  const { app, words, caller, press } = context;
  const { say } = words;
  const claimed = await app.gift.claim({ person: caller, giftId: press.value });
  if (!claimed.ok) return refuseClaim(context, claimed.refusal);
  const amount = formatMoney(claimed.value.money, words.locale);
  const card = textCard('success', say('claimed.title', { amount }), [
    say('gift.code'),
    { kind: 'code', code: claimed.value.code },
    say('gift.how'),
    claimByText(words, claimed.value.claimBy),
  ]);
  return { ...card, actions: [redeemAction(words, press.value)] };
}

/** What they redeemed themselves is no refusal, nor is what they have yet to choose. */
async function refuseClaim(context: ActionContext, refusal: Refusal): Promise<ActionAnswer> {
  const { app, words, caller, press } = context;
  if (refusal.kind === 'gift-to-choose') return chooseCard(context);
  if (refusal.kind !== 'already-redeemed') return refusalCard(words, refusal);
  const gift = await app.queries.gift.findMessage(caller, press.value);
  return gift ? redeemedBefore(context, gift.money) : refusalCard(words, refusal);
}
