import type { NotificationContent, NotificationToSend } from '#src/app.ts';
import { formatMoney, moneyOf } from '#src/domain/kit/money.ts';
import type { Card, CardBlock } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { orderCard } from './order-card.ts';
import { textCard } from './text-card.ts';

type OrderNews = Extract<NotificationContent, { kind: `order.${string}` }>;

/**
 * What became of an order, for its buyer or for whoever sees to it: they get buttons in chat. It never says where the order is sent, nor
 * what it brought.
 */
export function orderNewsCard(
  words: Words,
  { content, link, channel, leased }: NotificationToSend & { content: OrderNews },
): Card {
  if (content.kind === 'order.placed' && channel === 'dm') {
    const { item: itemName, money, buyer: buyerName } = content.detail;
    const told = { id: leased.subjectId, itemName, buyerName, ...moneyOf(money), link };
    return orderCard(words, { ...told, status: 'placed', note: '', reason: '' });
  }
  const { title, text, quote } = saidOf(words, content);
  const quoted: CardBlock[] = quote ? [{ kind: 'quote', text: quote }] : [];
  const where = link === undefined ? [] : [words.say('order.link', { link })];
  return textCard('info', title, [text, ...quoted, ...where]);
}

type Said = { title: string; text: string; quote?: string };

function saidOf(words: Words, content: OrderNews): Said {
  const { say, locale } = words;
  const { item } = content.detail;
  const amount = formatMoney(moneyOf(content.detail.money), locale);
  switch (content.kind) {
    case 'order.placed': {
      const { buyer } = content.detail;
      return {
        title: say('order.placedTitle', { item }),
        text: say('order.placed', { item, amount, buyer }),
      };
    }
    case 'order.started':
      return { title: say('order.startedTitle', { item }), text: say('order.started', { item, amount }) };
    case 'order.fulfilled': {
      const { note, isToReveal } = content.detail;
      const text = say(isToReveal ? 'order.toReveal' : 'order.fulfilled', { amount });
      return { title: say('order.fulfilledTitle', { item }), text, quote: note };
    }
    case 'order.cancelled':
    case 'order.refunded': {
      const { to, buyer, why, reason } = content.detail;
      const what = content.kind === 'order.cancelled' ? 'order.cancelled' : 'order.refunded';
      const isBuyer = to === 'buyer';
      const title = isBuyer ? say(`${what}Title`, { item }) : say(`${what}OfTitle`, { item, buyer });
      const hasBack = moneyOf(content.detail.money).amountMinor > 0n;
      const back = !hasBack
        ? ''
        : isBuyer
          ? say('order.back', { amount })
          : say('order.backOf', { amount, buyer });
      return { title, text: `${say(`order.why.${why}`, { buyer })} ${back}`.trim(), quote: reason };
    }
    default:
      return content satisfies never;
  }
}
