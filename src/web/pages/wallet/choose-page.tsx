import type { CardChoice, SignedIn } from '#src/app.ts';
import { claimByChoiceText } from '#src/chat/cards/bought-gift-cards.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { ErrorSummary } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { ItemPicture } from '../store/page.tsx';

type Item = CardChoice['items'][number];

type Shown = {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
  choice: CardChoice;
  /** Why what was asked for was not done. */
  error?: string | undefined;
};

/** The gift cards that a gift can be, and its balance instead. */
export function ChoosePage({ words, organization, reader, choice, error }: Shown) {
  const { say, locale } = words;
  const { gift, items, chosenId } = choice;
  const amount = formatMoney(gift.money, locale);
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/wallet"
      title={say('web.choose.title', { amount })}
      hasErrors={error !== undefined}
    >
      <ErrorSummary words={words} errors={{ cards: error }} />
      <p class="lead">{say('web.choose.lead', { giver: gift.giverName })}</p>
      {gift.message && <blockquote>“{gift.message}”</blockquote>}
      {gift.card?.status === 'chosen' ? (
        <p role="status">{say('web.choose.current', { card: gift.card.name })}</p>
      ) : (
        <p class="note">{claimByChoiceText(words, gift.claimBy)}</p>
      )}
      {items.length === 0 ? (
        <p id="cards">{say('web.choose.none', { amount })}</p>
      ) : (
        <ul class="shelf small" id="cards">
          {items.map((item) => (
            <Choice words={words} giftId={gift.giftId} item={item} isChosen={item.id === chosenId} />
          ))}
        </ul>
      )}
      <Keep words={words} choice={choice} />
    </SitePage>
  );
}

type ChoiceProps = { words: Words; giftId: string; item: Item; isChosen: boolean };

function Choice({ words: { say }, giftId, item, isChosen }: ChoiceProps) {
  if (isChosen) {
    return (
      <li>
        <ItemPicture item={item} />
        <h2>{item.name}</h2>
        <p class="note">{say('web.choose.isChosen')}</p>
      </li>
    );
  }
  return (
    <li>
      <a href={`/wallet/gifts/${giftId}/choose/${item.id}`}>
        <ItemPicture item={item} />
        <h2>{item.name}</h2>
      </a>
    </li>
  );
}

function Keep({ words: { say, locale }, choice: { gift, items } }: Pick<Shown, 'words' | 'choice'>) {
  return (
    <section aria-labelledby="keep">
      <h2 id="keep">{say('web.choose.keepTitle')}</h2>
      <p>{say('web.choose.keepText')}</p>
      <form method="post" action={`/wallet/gifts/${gift.giftId}/keep`} class="acts">
        <button class={items.length === 0 ? 'button primary' : 'button'}>
          {say('web.wallet.add', { amount: formatMoney(gift.money, locale) })}
        </button>
        <a class="button" href="/wallet">
          {say('web.wallet.back')}
        </a>
      </form>
    </section>
  );
}

/** What choosing a card means, before it is done. */
export function ConfirmChoicePage({ words, organization, reader, choice, item }: Shown & { item: Item }) {
  const { say, locale } = words;
  const { gift, chosenId, boughtAt } = choice;
  const amount = formatMoney(gift.money, locale);
  const at = boughtAt && words.dateAndTime(boughtAt, organization.timeZone);
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/wallet"
      title={say('web.choose.confirmTitle', { card: item.name, amount })}
    >
      <div class="item">
        <ItemPicture item={item} />
        <div>
          {item.description
            .split(/\n{2,}/u)
            .filter(Boolean)
            .map((text) => (
              <p class="said-by-hr">{text}</p>
            ))}
          <p>{at ? say('web.choose.later', { at }) : say('web.choose.atOnce')}</p>
          <form method="post" action={`/wallet/gifts/${gift.giftId}/choose/${item.id}`}>
            <input type="hidden" name="insteadOf" value={chosenId ?? ''} />
            <p class="acts">
              <button class="button primary">{say('web.choose.confirm', { card: item.name })}</button>
              <a class="button" href={`/wallet/gifts/${gift.giftId}/choose`}>
                {say('web.choose.back')}
              </a>
            </p>
          </form>
        </div>
      </div>
    </SitePage>
  );
}
