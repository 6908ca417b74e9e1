import { moneyOf } from '#src/domain/kit/money.ts';
import { readOrderPress } from '#src/domain/store/order-press.ts';
import type { ActionAnswer } from '#src/ports/chat.ts';
import { orderedCard } from '../cards/ordered-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { refusalText } from '../cards/refusal-text.ts';
import { withAbove } from '../cards/text-card.ts';
import { type ActionContext, settled } from '../define-action.ts';
import { factorLinkCard } from '../factor-link-card.ts';
import { askToBuy } from './buy-item.ts';

/** Orders what the pressed card showed, at the price that it showed; with the address from its form, if it has one. */
export async function placeOrder(context: ActionContext): Promise<ActionAnswer> {
  const { app, words, caller, press } = context;
  const read = readOrderPress(press.value);
  if (!read) return refusalCard(words, { kind: 'unknown-button' });
  const { itemId, requestId, price } = read;
  const deliverTo = press.fields?.address;
  const ordered = await app.store.order({
    buyer: caller,
    itemId,
    requestId,
    ...price,
    ...(deliverTo !== undefined && { deliverTo }),
  });
  if (ordered.ok) {
    const { id } = ordered.value;
    const made = await app.session.makeChatLink(caller, { back: `/orders/${id}` });
    return settled(orderedCard(words, ordered.value, made.ok ? made.value.url : undefined));
  }
  const { refusal } = ordered;
  if (refusal.kind === 'price-changed') {
    const text = refusalText(words, refusal);
    return settled(withAbove(await askToBuy(context, itemId), { kind: 'text', text }));
  }
  if (refusal.kind === 'wallet-short' && app.checkout.takesRest(moneyOf(refusal.missing))) {
    return settled(await askToBuy(context, itemId));
  }
  return factorLinkCard(context, {
    caller,
    refusal,
    page: `/store/${itemId}/buy?currency=${price.currency}`,
  });
}
