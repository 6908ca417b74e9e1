import { formatMoney } from '#src/domain/kit/money.ts';
import type { StoreOrder } from '#src/domain/store/order.ts';
import type { Action, Card, CardBlock } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';

/** What whoever sees to an order is shown of it. Where it is sent stands on its page alone, whose address is `link`. */
export type OrderToShow = Pick<
  StoreOrder,
  'id' | 'itemName' | 'amountMinor' | 'currency' | 'status' | 'note' | 'reason'
> & { buyerName: string; link: string | undefined };

/** An order for whoever sees to it: with buttons while there is something to do, and then with what became of it. */
export function orderCard(words: Words, order: OrderToShow): Card {
  const { say, locale } = words;
  const { status, itemName: name, buyerName: buyer, link } = order;
  const amount = formatMoney(order, locale);
  const quoted = [order.note, order.reason].filter(Boolean);
  const card = textCard(status === 'fulfilled' ? 'success' : 'info', say('order.title', { name, buyer }), [
    say(`order.is.${status}`, { buyer, amount }),
    ...quoted.map((text): CardBlock => ({ kind: 'quote', text })),
    ...(link === undefined ? [] : [say('order.link', { link })]),
  ]);
  return { ...card, actions: actionsFor(words, order) };
}

function actionsFor({ say }: Words, { id: value, status }: OrderToShow): Action[] {
  const start: Action = { id: 'start-order', label: say('order.start'), value, style: 'primary' };
  const fulfil: Action = {
    id: 'fulfil-order',
    label: say('order.fulfil'),
    value,
    style: status === 'placed' ? 'plain' : 'primary',
  };
  const cancel: Action = { id: 'cancel-order', label: say('order.cancel'), value, style: 'danger' };
  if (status === 'placed') return [start, fulfil, cancel];
  return status === 'fulfilling' ? [fulfil, cancel] : [];
}
