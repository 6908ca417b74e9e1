import type { ActionAnswer } from '#src/ports/chat.ts';
import type { Card } from '#src/ports/message.ts';
import { balanceCard } from '../cards/balance-card.ts';
import { redeemedCard } from '../cards/redeemed-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { textCard, withAbove } from '../cards/text-card.ts';
import { type ActionContext, settled } from '../define-action.ts';
import { factorLinkCard } from '../factor-link-card.ts';
import { findOwnBalance } from '../find-own-balance.ts';

/** A button in `/balance`: adds its gift to the balance, and shows the balance as it is then with the other buttons. */
export async function redeemListed(context: ActionContext): Promise<ActionAnswer> {
  const { app, words, caller, press } = context;
  const redeemed = await app.gift.redeem({ person: caller, giftId: press.value });
  if (redeemed.ok) return withBalance(redeemedCard(words, redeemed.value));
  if (redeemed.refusal.kind === 'not-yours') return refusalCard(words, redeemed.refusal);
  if (redeemed.refusal.kind !== 'already-redeemed') {
    const { refusal } = redeemed;
    return withBalance(await factorLinkCard(context, { caller, refusal, page: '/wallet' }));
  }
  return withBalance(textCard('success', words.say('redeemed.before'), []));

  async function withBalance({ tone, title, blocks }: Card): Promise<ActionAnswer> {
    const balance = balanceCard(words, await findOwnBalance(app, caller), caller.id);
    const why = tone === 'refusal' ? blocks : [];
    return settled({ ...withAbove(balance, { kind: 'text', text: title }, ...why), tone });
  }
}
