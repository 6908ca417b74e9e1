import type { Outcome } from '#src/domain/outcome.ts';
import type { StoreOrder } from '#src/domain/store/order.ts';
import type { ActionAnswer } from '#src/ports/chat.ts';
import { orderCard } from '../cards/order-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { refusalText } from '../cards/refusal-text.ts';
import { withAbove } from '../cards/text-card.ts';
import { type ActionContext, settled } from '../define-action.ts';

/** Takes an order on. Its card then asks whether it is done. */
export async function takeOrderOn(context: ActionContext): Promise<ActionAnswer> {
  const { app, caller, press } = context;
  return shown(context, await app.store.startOrder({ actor: caller, orderId: press.value }));
}

/** Says that an order is done, with what its buyer should know from the form. */
export async function finishOrder(context: ActionContext): Promise<ActionAnswer> {
  const { app, caller, press } = context;
  const note = press.fields?.note ?? '';
  return shown(context, await app.store.fulfilOrder({ actor: caller, orderId: press.value, note }));
}

/** Cancels an order, with the reason from the form. */
export async function dropOrder(context: ActionContext): Promise<ActionAnswer> {
  const { app, caller, press } = context;
  const reason = press.fields?.reason ?? '';
  return shown(context, await app.store.cancelOrder({ actor: caller, orderId: press.value, reason }));
}

/** The order as it is now takes the card's place, whoever was faster: with why nothing was done, if nothing was. */
async function shown(
  { app, words, caller, press }: ActionContext,
  done: Outcome<StoreOrder>,
): Promise<ActionAnswer> {
  const order = await app.queries.store.findOrder(caller, press.value);
  if (!order) return refusalCard(words, done.ok ? { kind: 'unknown-order' } : done.refusal);
  const card = orderCard(words, {
    ...order,
    buyerName: order.buyer.name,
    link: app.store.webUrl(`/orders/${order.id}`),
  });
  if (done.ok) return settled(card);
  const why = withAbove(card, { kind: 'text', text: refusalText(words, done.refusal) });
  return settled({ ...why, tone: 'refusal' });
}
