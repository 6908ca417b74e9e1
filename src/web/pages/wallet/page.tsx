import type { App } from '#src/app.ts';
import { claimByChoiceText } from '#src/chat/cards/bought-gift-cards.ts';
import { choicePath } from '#src/domain/gift/gift-card.ts';
import { claimByText, lastDayText } from '#src/chat/cards/gift-card.ts';
import type { GiftMessage } from '#src/domain/gift/gift.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { SitePage } from '../../frame/site-page.tsx';
import { type ActivityProps, WalletActivity } from './activity.tsx';
import { amountText } from './amounts.tsx';

/** What the reader holds in one currency. */
export type Holding = NonNullable<Awaited<ReturnType<App['queries']['wallet']['compose']>>>[number];

/** A gift card that the reader was given. */
type HeldCard = Awaited<ReturnType<App['queries']['wallet']['listGiftCards']>>[number];

/** `revealedAt`: when its owner last looked at the code. */
export type Waiting = { gift: GiftMessage; lastFour: string; revealedAt: Date | undefined };

export type WalletProps = ActivityProps & {
  holdings: readonly Holding[];
  waiting: readonly Waiting[];
  cards: readonly HeldCard[];
  /** What was just done. */
  said?: string | undefined;
};

/** What somebody can spend and what it is made of; what waits for them; how it came about. */
export function WalletPage(props: WalletProps) {
  const { words, organization, reader, holdings, waiting, said } = props;
  const { say } = words;
  const held = holdings.filter(({ spendableMinor }) => spendableMinor > 0n);
  const amounts = held.map((one) => amountText(words, one.spendableMinor, one.currency));
  const title =
    amounts.length > 0
      ? say('web.wallet.title', { amounts: amounts.join(' + ') })
      : say('web.wallet.emptyTitle');
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/wallet"
      title={title}
      tab={say('web.nav.wallet')}
    >
      {said && (
        <p class="said" role="status">
          {said}
        </p>
      )}
      {amounts.length === 0 && <p class="lead">{say('web.wallet.emptyText')}</p>}
      {held.map((one) => (
        <Parts words={words} holding={one} />
      ))}
      {holdings.some(({ isFrozen }) => isFrozen) && (
        <p class="summary" role="alert">
          {say('web.wallet.frozen')}
        </p>
      )}
      <p class="acts">
        <a class="button primary" href="/redeem">
          {say('web.wallet.enter')}
        </a>
      </p>
      <WaitingGifts words={words} timeZone={organization.timeZone} waiting={waiting} />
      <GiftCards words={words} timeZone={organization.timeZone} cards={props.cards} />
      <WalletActivity {...props} />
    </SitePage>
  );
}

/** What one currency is made of: credits by their end, and gift funds. */
function Parts({ words, holding }: { words: Words; holding: Holding }) {
  const { say } = words;
  const { currency, spendableMinor, giftMinor, promo } = holding;
  if (promo.length === 0) return <p class="lead amounts">{say('web.wallet.giftOnly')}</p>;
  const parts = {
    promo: amountText(words, spendableMinor - giftMinor, currency),
    gift: amountText(words, giftMinor, currency),
  };
  return (
    <>
      <p class="lead amounts">{say('web.wallet.spend', parts)}</p>
      <h2>{say('web.wallet.promoTitle')}</h2>
      <ul class="points">
        {promo.map(({ leftMinor, expiresAt, timeZone, reason }) => {
          const amount = amountText(words, leftMinor, currency);
          const until = lastDayText(words, { at: expiresAt, timeZone });
          return <li>{say('web.wallet.promoUntil', { amount, until, reason })}</li>;
        })}
      </ul>
    </>
  );
}

/** The cards that somebody was given: those that are bought have a button that shows them. */
function GiftCards({
  words,
  timeZone,
  cards,
}: {
  words: Words;
  timeZone: string;
  cards: readonly HeldCard[];
}) {
  if (cards.length === 0) return <></>;
  const { say, locale } = words;
  return (
    <section aria-labelledby="gift-cards">
      <h2 id="gift-cards">{say('web.wallet.cardsTitle')}</h2>
      <ul class="cards">
        {cards.map((card) => (
          <li>
            <h3>
              {card.status === 'open'
                ? say('web.wallet.toChoose', { amount: formatMoney(card, locale), giver: card.giverName })
                : say('web.wallet.card', { card: card.name, amount: formatMoney(card, locale) })}
            </h3>
            {card.status !== 'open' && <p class="note">{say('giftCard.from', { giver: card.giverName })}</p>}
            {card.expiresAt && (
              <p class="note">
                {say('web.wallet.cardUntil', { until: lastDayText(words, { at: card.expiresAt, timeZone }) })}
              </p>
            )}
            <NextOfCard words={words} timeZone={timeZone} card={card} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What somebody can do with a card that they were given. */
function NextOfCard({ words, timeZone, card }: { words: Words; timeZone: string; card: HeldCard }) {
  const { say } = words;
  switch (card.status) {
    case 'bought':
      return (
        <form method="post" action={`/wallet/gifts/${card.giftId}/card`} class="acts">
          <button class="button">
            {say('web.wallet.showCard')}
            <span class="visually-hidden">: {card.name}</span>
          </button>
        </form>
      );
    case 'open':
      return (
        <>
          <p class="note">{claimByChoiceText(words, card.claimBy && { at: card.claimBy, timeZone })}</p>
          <p class="acts">
            <a class="button primary" href={choicePath(card.giftId)}>
              {say('giftCard.chooseButton')}
            </a>
          </p>
        </>
      );
    case 'chosen':
      return (
        <>
          {card.dueAt && <p>{say('web.wallet.chosen', { at: words.dateAndTime(card.dueAt, timeZone) })}</p>}
          <p class="acts">
            <a class="button" href={choicePath(card.giftId)}>
              {say('giftCard.chooseAnother')}
            </a>
          </p>
        </>
      );
    default:
      return <p>{say('web.wallet.cardWaits')}</p>;
  }
}

function WaitingGifts({
  words,
  timeZone,
  waiting,
}: {
  words: Words;
  timeZone: string;
  waiting: readonly Waiting[];
}) {
  if (waiting.length === 0) return <></>;
  const { say, locale } = words;
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{say('web.wallet.waitingTitle')}</h2>
      <ul class="cards">
        {waiting.map(({ gift, lastFour, revealedAt }) => {
          const amount = formatMoney(gift.money, locale);
          return (
            <li>
              <h3>{say('web.wallet.waiting', { amount, giver: gift.giverName })}</h3>
              {gift.message && <blockquote>{gift.message}</blockquote>}
              <p class="note">
                {say('web.wallet.waitingNote', { lastFour })} · {claimByText(words, gift.claimBy)}
              </p>
              {revealedAt && (
                <p class="note">
                  {say('web.wallet.revealedAt', { at: words.dateAndTime(revealedAt, timeZone) })}
                </p>
              )}
              <div class="acts">
                <form method="post" action={`/wallet/gifts/${gift.giftId}/redeem`}>
                  <button class="button">{say('web.wallet.add', { amount })}</button>
                </form>
                <form method="post" action={`/wallet/gifts/${gift.giftId}/code`}>
                  <button class="button">
                    {say('web.wallet.reveal')}
                    <span class="visually-hidden">
                      : {say('web.wallet.waiting', { amount, giver: gift.giverName })}
                    </span>
                  </button>
                </form>
                <a class="button" href={`/wallet/gifts/${gift.giftId}/report`}>
                  {say('report.button')}
                  <span class="visually-hidden">
                    : {say('web.wallet.waiting', { amount, giver: gift.giverName })}
                  </span>
                </a>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
