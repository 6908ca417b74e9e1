import { formatMoney } from '#src/domain/kit/money.ts';
import type { StoreOrder } from '#src/domain/store/order.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';

/** Tells the buyer what they ordered. `link`: opens its page as them, once; for their eyes only. It is never shown with a code. */
export function orderedCard({ say, locale }: Words, order: StoreOrder, link: string | undefined): Card {
  const { itemName: name, kind } = order;
  const title = say('bought.title', { name, amount: formatMoney(order, locale) });
  const way = link === undefined ? [] : [say(`bought.link.${kind === 'codes' ? 'code' : 'order'}`), link];
  return textCard('success', title, [say(`bought.${kind}`), ...way]);
}
