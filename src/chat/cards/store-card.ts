import type { Money } from '#src/domain/kit/money.ts';
import type { Offer } from '#src/domain/store/offer.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { Action, Card, CardBlock } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { affordText, costText } from './offer-text.ts';
import { textCard } from './text-card.ts';

type Line = Extract<CardBlock, { kind: 'text' }>;
/** Where the picture with a hash is; undefined where nobody can fetch it. */
type PictureUrl = (hash: string) => string | undefined;
/** Whether a card can pay so much. */
type TakesCard = (rest: Money) => boolean;

const MOST_LINES = 8;
/** A row of buttons on every platform. */
const MOST_BUTTONS = 5;

/**
 * A short list of what the reader can have, what they can afford first, with buttons that begin to buy and a link that opens the page where
 * there is one.
 */
export function storeCard(
  words: Words,
  {
    offers,
    made,
    pictureUrl,
    takesCard,
  }: {
    offers: readonly Offer[];
    made: Outcome<{ url: string }>;
    pictureUrl: PictureUrl;
    takesCard: TakesCard;
  },
): Card {
  const { say } = words;
  if (offers.length === 0) return textCard('info', say('store.title'), [say('store.none')]);
  const sorted = offers.toSorted((a, b) => rankOf(a) - rankOf(b));
  const lines = sorted.slice(0, MOST_LINES).map((offer) => lineOf(words, offer, { pictureUrl, takesCard }));
  const more = offers.length - lines.length;
  const buyable = sorted.filter((offer) => isBuyable(offer, takesCard)).slice(0, MOST_BUTTONS);
  const card = textCard('info', say('store.title'), [
    ...(lines.some(({ picture }) => picture) ? lines : [lines.map(({ text }) => text).join('\n')]),
    ...(more > 0 ? [say('store.more', { count: more })] : []),
    ...(made.ok ? [say('store.link'), `${made.value.url}?back=/store`] : []),
  ]);
  const actions = buyable.map(({ item }): Action => {
    return { id: 'buy-item', label: say('store.buy', { name: item.name }), value: item.id, style: 'plain' };
  });
  return { ...card, actions };
}

function lineOf(
  words: Words,
  offer: Offer,
  { pictureUrl, takesCard }: { pictureUrl: PictureUrl; takesCard: TakesCard },
): Line {
  const { name, picture: hash } = offer.item;
  const cost = costText(words, offer.costs[0]);
  const text = `• ${words.say('store.line', { name, cost, afford: affordText(words, offer, takesCard) })}`;
  const url = hash === null ? undefined : pictureUrl(hash);
  return { kind: 'text', text, ...(url !== undefined && { picture: { url, alt: name } }) };
}

function isBuyable(offer: Offer, takesCard: TakesCard): boolean {
  const [{ lackMinor: amountMinor, currency }] = offer.costs;
  return rankOf(offer) === 0 || (rankOf(offer) === 1 && takesCard({ amountMinor, currency }));
}

function rankOf({ isSoldOut, costs: [{ lackMinor }] }: Offer): number {
  if (isSoldOut) return 2;
  return lackMinor === 0n ? 0 : 1;
}
