import type { App } from '#src/app.ts';
import { splitTenders } from '#src/domain/checkout/tenders.ts';
import { formatMoney, type Money } from '#src/domain/kit/money.ts';
import type { ButtonId } from '#src/domain/message/buttons.ts';
import type { Offer } from '#src/domain/store/offer.ts';
import { writeOrderPress } from '#src/domain/store/order-press.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';

/** What somebody holds in one currency. */
type Holding = NonNullable<Awaited<ReturnType<App['queries']['wallet']['compose']>>>[number];

export type Buying = { offer: Offer; holding: Holding; price: Money; requestId: string };

/** What an order takes from what and what is left, before anything is done. Pressed twice, it is one order. */
export function buyCard(words: Words, { offer: { item }, holding, price, requestId }: Buying): Card {
  const { say, locale } = words;
  const { currency } = price;
  function shown(amountMinor: bigint): string {
    return formatMoney({ amountMinor, currency }, locale);
  }
  const { giftMinor, promo, spendableMinor } = holding;
  const { parts } = splitTenders(price.amountMinor, { lots: promo, giftMinor });
  const fields = (['promo', 'gift'] as const).flatMap((kind) => {
    const taken = parts.filter((part) => part.kind === kind);
    const minor = taken.reduce((sum, part) => sum + part.amountMinor, 0n);
    return minor > 0n ? [{ label: say(`web.order.${kind}`), value: `−${shown(minor)}` }] : [];
  });
  const left = { label: say('web.buy.after'), value: shown(spendableMinor - price.amountMinor) };
  const amount = shown(price.amountMinor);
  const card = textCard('info', say('web.buy.title', { name: item.name, amount }), [
    ...(item.description === '' ? [] : [item.description]),
    { kind: 'fields', fields: [...fields, left] },
    say(item.needsAddress ? 'buy.asksAddress' : `web.buy.then.${item.kind}`),
  ]);
  const id: ButtonId = item.needsAddress ? 'place-order-to' : 'place-order';
  const value = writeOrderPress({ itemId: item.id, requestId, price });
  return {
    ...card,
    actions: [{ id, label: say('web.buy.button', { amount }), value, style: 'primary' }],
  };
}
