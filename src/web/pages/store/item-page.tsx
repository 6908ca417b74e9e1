import type { SignedIn } from '#src/app.ts';
import { costText } from '#src/chat/cards/offer-text.ts';
import { formatMoney, type Money } from '#src/domain/kit/money.ts';
import type { Cost, Offer } from '#src/domain/store/offer.ts';
import type { Words } from '#src/words/words.ts';
import { SitePage } from '../../frame/site-page.tsx';
import { Short } from './buy-page.tsx';
import { ItemPicture, OfferNotes } from './page.tsx';

/** `takesCard`: whether a card can pay so much. */
type Shown = {
  words: Words;
  organization: { name: string };
  reader: SignedIn;
  offer: Offer;
  takesCard: (rest: Money) => boolean;
};

/** One item: what it is, what it costs the reader, and how they get it. */
export function ItemPage({ words, organization, reader, offer, takesCard }: Shown) {
  const { say } = words;
  const { item, costs } = offer;
  const [cost] = costs;
  return (
    <SitePage words={words} organization={organization} reader={reader} path="/store" title={item.name}>
      <div class="item">
        <ItemPicture item={item} />
        <div>
          <p class="price">{costText(words, cost)}</p>
          <OfferNotes words={words} offer={offer} />
          {item.description
            .split(/\n{2,}/u)
            .filter(Boolean)
            .map((text) => (
              <p class="said-by-hr">{text}</p>
            ))}
          <p class="note">{say(item.needsAddress ? 'web.store.sent' : `store.how.${item.kind}`)}</p>
          {offer.isSoldOut ? (
            <p>{say('web.store.soldOut')}</p>
          ) : (
            <Buying words={words} offer={offer} takesCard={takesCard} />
          )}
        </div>
      </div>
      <p class="acts">
        <a href="/store">{say('web.store.back')}</a>
      </p>
    </SitePage>
  );
}

/** What the reader has and would have left, with a button for each currency that they can pay in; or what they lack. */
function Buying({ words, offer: { item, costs }, takesCard }: Pick<Shown, 'words' | 'offer' | 'takesCard'>) {
  const { say, locale } = words;
  const [first] = costs;
  const byWallet = costs.filter(({ lackMinor }) => lackMinor === 0n);
  const byCard = costs.filter((cost) => takesCard({ ...cost, amountMinor: cost.lackMinor }));
  const payable = byWallet.length > 0 ? byWallet : byCard;
  if (payable.length === 0)
    return <Short words={words} missing={{ ...first, amountMinor: first.lackMinor }} />;
  return (
    <>
      {payable.map((cost) => {
        if (cost.lackMinor > 0n) return <p>{cardText(words, cost)}</p>;
        const have = formatMoney({ ...cost, amountMinor: cost.haveMinor }, locale);
        const left = formatMoney({ ...cost, amountMinor: cost.haveMinor - cost.amountMinor }, locale);
        return (
          <p>{isRange(cost) ? say('web.buy.have', { have }) : say('web.buy.haveAndLeft', { have, left })}</p>
        );
      })}
      <p class="acts">
        {payable.map((cost, at) => (
          <a
            class={at === 0 ? 'button primary' : 'button'}
            href={`/store/${item.id}/buy?currency=${cost.currency}`}
          >
            {isRange(cost)
              ? say('web.buy.choose')
              : say('web.buy.button', { amount: formatMoney(cost, locale) })}
          </a>
        ))}
      </p>
    </>
  );
}

/** What they have, and what a card can pay. */
function cardText({ say, locale }: Words, { haveMinor, lackMinor, currency }: Cost): string {
  const missing = formatMoney({ amountMinor: lackMinor, currency }, locale);
  if (haveMinor === 0n) return say('web.buy.cardOnly', { missing });
  return say('web.buy.cardPart', {
    have: formatMoney({ amountMinor: haveMinor, currency }, locale),
    missing,
  });
}

/** Whether the buyer chooses how much. */
export function isRange({ mostMinor, amountMinor }: Cost): boolean {
  return mostMinor !== undefined && mostMinor !== amountMinor;
}
