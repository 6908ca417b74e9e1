import { formatMoney } from '#src/domain/kit/money.ts';
import type { ActionAnswer } from '#src/ports/chat.ts';
import { redeemAction } from '../cards/gift-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { textCard } from '../cards/text-card.ts';
import type { ActionContext } from '../define-action.ts';

/** The claim button: shows a gift's code to its recipient and to nobody else. */
export async function claim({ app, words, caller, press }: ActionContext): Promise<ActionAnswer> {
  const { say } = words;
  const claimed = await app.gift.claim({ person: caller, giftId: press.value });
  if (!claimed.ok) return refusalCard(words, claimed.refusal);
  const amount = formatMoney(claimed.value.money, words.locale);
  const card = textCard('success', say('claimed.title', { amount }), [
    say('gift.code'),
    { kind: 'code', code: claimed.value.code },
    say('gift.how'),
  ]);
  return { ...card, actions: [redeemAction(words, press.value)] };
}
