import { choicePath } from '#src/domain/gift/gift-card.ts';
import type { Redeemed } from '#src/domain/gift/gift.ts';
import type { Outcome, Refusal } from '#src/domain/outcome.ts';
import type { ActionAnswer } from '#src/ports/chat.ts';
import { lostGiftCard } from '../cards/ended-gift-card.ts';
import { thankAction, thanksBlocks } from '../cards/gift-card.ts';
import { redeemedCard } from '../cards/redeemed-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { withAbove } from '../cards/text-card.ts';
import { factorLinkCard } from '../factor-link-card.ts';
import { type ActionContext, settled } from '../define-action.ts';
import { redeemedBefore } from './redeemed-before.ts';

const FINAL: readonly Refusal['kind'][] = ['gift-expired', 'gift-withdrawn'];

/**
 * The button on a gift: adds it to its recipient's balance without typing the code. Pressed twice, it says the same
 * twice: it was no mistake of theirs.
 */
export function redeemDelivered(context: ActionContext): Promise<ActionAnswer> {
  const { app, caller, press } = context;
  const asked = { person: caller, giftId: press.value };
  return addToBalance(context, { redeem: () => app.gift.redeem(asked), page: '/wallet' });
}

/** The same for a gift whose recipient may choose a card, and does not want one. */
export function keepDelivered(context: ActionContext): Promise<ActionAnswer> {
  const { app, caller, press } = context;
  const asked = { person: caller, giftId: press.value };
  const page = choicePath(press.value);
  return addToBalance(context, { redeem: () => app.store.keepAsBalance(asked), page });
}

/** `page`: where it is done if it asks for a second factor. */
async function addToBalance(
  context: ActionContext,
  { redeem, page }: { redeem: () => Promise<Outcome<Redeemed>>; page: string },
): Promise<ActionAnswer> {
  const { app, words, caller, press } = context;
  const gift = await app.queries.gift.findMessage(caller, press.value);
  if (!gift) return refusalCard(words, { kind: 'not-yours' });
  const redeemed = await redeem();
  const thanks = thanksBlocks(words, gift);
  if (redeemed.ok) {
    const card = withAbove(redeemedCard(words, redeemed.value), ...thanks);
    return settled({ ...card, actions: [thankAction(words, press.value)] });
  }
  if (redeemed.refusal.kind === 'already-redeemed')
    return settled(withAbove(await redeemedBefore(context, gift.money), ...thanks));
  if (!FINAL.includes(redeemed.refusal.kind))
    return factorLinkCard(context, { caller, refusal: redeemed.refusal, page });
  return settled(lostGiftCard(words, gift, redeemed.refusal));
}
