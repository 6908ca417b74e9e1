import type { Money } from '#src/domain/kit/money.ts';
import type { Card } from '#src/ports/message.ts';
import { redeemedBeforeCard } from '../cards/redeemed-card.ts';
import type { ActionContext } from '../define-action.ts';

/** Tells the presser that a gift of this amount is in their balance already, and what they have now. */
export async function redeemedBefore({ app, words, caller }: ActionContext, money: Money): Promise<Card> {
  const wallet = await app.queries.wallet.find(caller, caller.id);
  return redeemedBeforeCard(words, wallet?.wallets ?? [], money);
}
