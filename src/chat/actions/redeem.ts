import type { Card } from '#src/ports.ts';
import { redeemedCard } from '../cards/redeemed-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import type { ActionContext } from '../define-action.ts';

/** The button on a gift: adds it to its recipient's balance without typing the code. */
export async function redeem({ app, words, findCaller, press }: ActionContext): Promise<Card> {
  const caller = await findCaller();
  if (!caller.ok) return refusalCard(words, caller.refusal);
  const redeemed = await app.redeemGift({ person: caller.value, giftId: press.value });
  return redeemed.ok ? redeemedCard(words, redeemed.value) : refusalCard(words, redeemed.refusal);
}
