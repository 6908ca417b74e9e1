import type { App, SignedIn } from '#src/app.ts';
import { affordText, costText } from '#src/chat/cards/offer-text.ts';
import { formatMoney, type Money } from '#src/domain/kit/money.ts';
import { mayAct } from '#src/domain/people/access.ts';
import { ITEM_KINDS, type ItemKind } from '#src/domain/store/item.ts';
import type { Offer } from '#src/domain/store/offer.ts';
import type { Words } from '#src/words/words.ts';
import { Field } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';

type Holdings = NonNullable<Awaited<ReturnType<App['queries']['wallet']['compose']>>>;

export type StoreProps = {
  words: Words;
  organization: { name: string };
  reader: SignedIn;
  holdings: Holdings;
  /** Everything that is offered to the reader, and what of it they asked for. */
  all: readonly Offer[];
  found: readonly Offer[];
  query: { search?: string | undefined; kind?: ItemKind | undefined };
  /** Whether a card can pay so much. */
  takesCard: (rest: Money) => boolean;
};

/** With fewer, everything is seen at once. */
const SEARCHED_FROM = 7;

/** What the reader has, and what they can have for it. */
export function StorePage(props: StoreProps) {
  const { words, organization, reader, holdings, all, found, query, takesCard } = props;
  const { say } = words;
  const isFiltered = query.search !== undefined || query.kind !== undefined;
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/store"
      title={titleOf(words, holdings)}
      tab={say('web.nav.store')}
    >
      {holdings.some(({ isFrozen }) => isFrozen) && (
        <p class="summary" role="alert">
          {say('web.wallet.frozen')}
        </p>
      )}
      {all.length === 0 && <Empty words={words} mayFill={mayAct(reader.person, 'keep-catalogue')} />}
      {(all.length >= SEARCHED_FROM || isFiltered) && <Search words={words} all={all} query={query} />}
      {isFiltered && <p role="status">{say('web.store.found', { count: found.length, all: all.length })}</p>}
      {found.length > 0 && (
        <ul class="shelf">
          {found.map((offer) => (
            <OfferCard words={words} offer={offer} takesCard={takesCard} />
          ))}
        </ul>
      )}
    </SitePage>
  );
}

function titleOf({ say, locale }: Words, holdings: Holdings): string {
  const held = holdings.filter(({ spendableMinor }) => spendableMinor > 0n);
  if (held.length === 0) return say('web.store.emptyTitle');
  const amounts = held.map(({ spendableMinor: amountMinor, currency }) => {
    return formatMoney({ amountMinor, currency }, locale);
  });
  return say('web.store.title', { amounts: amounts.join(' + ') });
}

/** Whoever fills it is told how; the others who does, and that nothing is lost. */
function Empty({ words: { say }, mayFill }: { words: Words; mayFill: boolean }) {
  return (
    <>
      <p class="lead">{say(mayFill ? 'web.store.fillIt' : 'web.store.empty')}</p>
      <p class="acts">
        {mayFill ? (
          <>
            <a class="button primary" href="/catalogue/new">
              {say('web.catalogue.add')}
            </a>
            <a class="button" href="/catalogue">
              {say('web.store.toCatalogue')}
            </a>
          </>
        ) : (
          <a class="button" href="/wallet">
            {say('web.toWallet')}
          </a>
        )}
      </p>
    </>
  );
}

function Search({ words: { say }, all, query }: Pick<StoreProps, 'words' | 'all' | 'query'>) {
  const kinds = ITEM_KINDS.filter((kind) => all.some(({ item }) => item.kind === kind));
  return (
    <form method="get" action="/store" class="filter" role="search">
      <Field
        name="search"
        label={say('web.store.search')}
        control={(described) => (
          <input {...described} type="search" name="search" maxlength={100} value={query.search ?? ''} />
        )}
      />
      {kinds.length > 1 && (
        <Field
          name="kind"
          label={say('web.store.kind')}
          control={(described) => (
            <select {...described} name="kind">
              <option value="">{say('web.store.allKinds')}</option>
              {kinds.map((kind) => (
                <option value={kind} selected={kind === query.kind}>
                  {say(`store.kind.${kind}`)}
                </option>
              ))}
            </select>
          )}
        />
      )}
      <button class="button">{say('web.store.show')}</button>
    </form>
  );
}

function OfferCard({ words, offer, takesCard }: Pick<StoreProps, 'words' | 'takesCard'> & { offer: Offer }) {
  const { item, costs } = offer;
  return (
    <li class={offer.isSoldOut ? 'sold-out' : undefined}>
      <a href={`/store/${item.id}`}>
        <ItemPicture item={item} />
        <h2>{item.name}</h2>
      </a>
      <p class="price">{costText(words, costs[0])}</p>
      <p class="note">{affordText(words, offer, takesCard)}</p>
      <OfferNotes words={words} offer={offer} />
    </li>
  );
}

/** How many are left, and how many one person may have. */
export function OfferNotes({
  words: { say },
  offer: { left, isSoldOut, item },
}: {
  words: Words;
  offer: Offer;
}) {
  const notes = [
    left !== null && !isSoldOut && left <= 10 ? say('store.left', { count: left }) : '',
    item.limitPerPerson === null ? '' : say('store.limit', { count: item.limitPerPerson }),
  ].filter(Boolean);
  return notes.length > 0 ? <p class="note">{notes.join(' · ')}</p> : <></>;
}

/** The picture of an item, or its first letter. The name beside it says the same. */
export function ItemPicture({ item }: { item: { name: string; picture: string | null } }) {
  if (item.picture === null) {
    return (
      <span class="no-picture" aria-hidden="true">
        {Array.from(item.name)[0]?.toUpperCase()}
      </span>
    );
  }
  return (
    <img
      class="picture"
      src={`/store/pictures/${item.picture}`}
      alt=""
      width="320"
      height="240"
      loading="lazy"
    />
  );
}
