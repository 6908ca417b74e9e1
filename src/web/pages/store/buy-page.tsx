import type { App, SignedIn } from '#src/app.ts';
import { costText } from '#src/chat/cards/offer-text.ts';
import { splitTenders } from '#src/domain/checkout/tenders.ts';
import { formatMoney, type Money, toDecimal } from '#src/domain/kit/money.ts';
import type { Cost, Offer } from '#src/domain/store/offer.ts';
import { MOST_ADDRESS } from '#src/domain/store/order.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { ErrorSummary, Field, type FieldErrors } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { ItemPicture } from './page.tsx';

/** What the reader holds in the currency in which they pay. */
type Holding = NonNullable<Awaited<ReturnType<App['queries']['wallet']['compose']>>>[number];

type Shown = { words: Words; organization: { name: string }; reader: SignedIn };

export type BuyProps = Shown & {
  offer: Offer;
  /** What it costs in the currency that they chose. */
  cost: Cost;
  /** Undefined where they hold nothing in that currency. */
  holding: Holding | undefined;
  /** What they pay; of a gift card what they chose. */
  price: Money;
  /** Whether a card can pay what the wallet does not. */
  takesCard: boolean;
  /** Of this form: sent twice, it is one order. */
  requestId: string;
  address?: string | undefined;
  errors?: FieldErrors;
  /** Where they give a second factor, which this amount asks for. */
  factorPath?: string | undefined;
};

/** What an order takes from what, and what is left: one button places it. */
export function BuyPage(props: BuyProps) {
  const { words, organization, reader, offer, price, holding, errors = {}, factorPath, takesCard } = props;
  const { say, locale } = words;
  const { item } = offer;
  const amount = formatMoney(price, locale);
  const hasErrors = Object.values(errors).some((one) => one !== undefined);
  const missingMinor = price.amountMinor - (holding?.spendableMinor ?? 0n);
  const isShort = missingMinor > 0n && !takesCard;
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/store"
      title={say('web.buy.title', { name: item.name, amount })}
      hasErrors={hasErrors}
    >
      <ErrorSummary words={words} errors={errors} />
      {factorPath !== undefined && (
        <p class="acts">
          <a class="button primary" href={factorPath} target="_blank">
            {say('web.buy.factor')}
          </a>
        </p>
      )}
      <div class="item">
        <ItemPicture item={item} />
        <div id={Object.keys(errors).find((name) => name !== 'address')}>
          {isShort ? (
            <Short words={words} missing={{ ...price, amountMinor: missingMinor }} />
          ) : (
            <Parts words={words} price={price} holding={holding} />
          )}
          {!isShort && errors['over'] === undefined && (
            <OrderForm {...props} amount={amount} byCard={missingMinor > 0n ? missingMinor : 0n} />
          )}
        </div>
      </div>
      <p class="acts">
        <a href={`/store/${item.id}`}>{say('web.buy.back', { name: item.name })}</a>
      </p>
    </SitePage>
  );
}

/** What is missing, and how one gets it. */
export function Short({ words: { say, locale }, missing }: { words: Words; missing: Money }) {
  return (
    <>
      <p>{say('web.buy.short', { missing: formatMoney(missing, locale) })}</p>
      <p class="acts">
        <a class="button" href="/redeem">
          {say('web.wallet.enter')}
        </a>
        <a class="button" href="/wallet">
          {say('web.toWallet')}
        </a>
      </p>
    </>
  );
}

type Part = { label: string; hadMinor: bigint; takesMinor: bigint };

/** What is taken from what. Where a card pays a part, the wallet is empty then: a sentence says it all. */
function Parts({ words, price, holding }: { words: Words; price: Money; holding: Holding | undefined }) {
  const { say, locale } = words;
  const { currency } = price;
  const { giftMinor = 0n, spendableMinor = 0n, promo = [] } = holding ?? {};
  const { parts, remainderMinor } = splitTenders(price.amountMinor, { lots: promo, giftMinor });
  function takesOf(kind: 'promo' | 'gift'): bigint {
    return parts.reduce((sum, one) => (one.kind === kind ? sum + one.amountMinor : sum), 0n);
  }
  function shown(amountMinor: bigint): string {
    return formatMoney({ amountMinor, currency }, locale);
  }
  if (remainderMinor > 0n) {
    const takes = { promo: takesOf('promo'), gift: takesOf('gift'), payment: remainderMinor };
    const said = (['promo', 'gift', 'payment'] as const)
      .filter((kind) => takes[kind] > 0n)
      .map((kind) => say(`web.buy.split.${kind}`, { amount: shown(takes[kind]) }));
    return <p class="price">{said.join(', ')}</p>;
  }
  const all: Part[] = [
    { label: say('web.order.promo'), hadMinor: spendableMinor - giftMinor, takesMinor: takesOf('promo') },
    { label: say('web.order.gift'), hadMinor: giftMinor, takesMinor: takesOf('gift') },
  ];
  const rows = all.filter(({ hadMinor }) => hadMinor > 0n);
  const total = { label: say('web.buy.total'), hadMinor: spendableMinor, takesMinor: price.amountMinor };
  return (
    <DataTable
      caption={say('web.buy.parts')}
      rows={rows.length > 1 ? [...rows, total] : rows}
      columns={[
        { label: say('web.buy.from'), isMain: true, cell: ({ label }) => label },
        { label: say('web.buy.before'), isAmount: true, cell: ({ hadMinor }) => shown(hadMinor) },
        { label: say('web.buy.takes'), isAmount: true, cell: ({ takesMinor }) => `−${shown(takesMinor)}` },
        {
          label: say('web.buy.after'),
          isAmount: true,
          cell: ({ hadMinor, takesMinor }) => shown(hadMinor - takesMinor),
        },
      ]}
    />
  );
}

function OrderForm({
  words,
  offer: { item },
  price,
  requestId,
  address,
  errors = {},
  amount,
  byCard: amountMinor,
}: BuyProps & { amount: string; byCard: bigint }) {
  const { say, locale } = words;
  const byCard = { ...price, amountMinor };
  const cardPart = formatMoney(byCard, locale);
  const isByCard = amountMinor > 0n;
  return (
    <form method="post" action={`/store/${item.id}/buy`}>
      <input type="hidden" name="requestId" value={requestId} />
      <input type="hidden" name="currency" value={price.currency} />
      <input type="hidden" name="amount" value={toDecimal(price)} />
      {isByCard && <input type="hidden" name="byCard" value={toDecimal(byCard)} />}
      {item.needsAddress && (
        <Field
          name="address"
          label={say('web.buy.address')}
          hint={say('web.buy.addressHint')}
          error={errors['address']}
          control={(described) => (
            <textarea
              {...described}
              name="address"
              rows={4}
              maxlength={MOST_ADDRESS}
              autocomplete="street-address"
              required
            >
              {address ?? ''}
            </textarea>
          )}
        />
      )}
      {isByCard && <p>{say('web.buy.thenPay', { amount: cardPart })}</p>}
      <p class="note">{say(isByCard ? `web.buy.paid.${item.kind}` : `web.buy.then.${item.kind}`)}</p>
      <p class="acts">
        <button class="button primary">
          {isByCard ? say('web.buy.buttonThenPay', { amount: cardPart }) : say('web.buy.button', { amount })}
        </button>
      </p>
    </form>
  );
}

export type AmountProps = Shown & {
  offer: Offer;
  cost: Cost;
  typed: string;
  error?: string | undefined;
};

/** How much a gift card is to be worth, between what its provider sells. */
export function AmountPage({
  words,
  organization,
  reader,
  offer: { item },
  cost,
  typed,
  error,
}: AmountProps) {
  const { say, locale } = words;
  const { haveMinor: amountMinor, currency } = cost;
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/store"
      title={say('web.buy.amountTitle', { name: item.name })}
      hasErrors={error !== undefined}
    >
      <ErrorSummary words={words} errors={{ amount: error }} />
      <p class="lead">{say('web.buy.have', { have: formatMoney({ amountMinor, currency }, locale) })}</p>
      <form method="get" action={`/store/${item.id}/buy`}>
        <input type="hidden" name="currency" value={currency} />
        <Field
          name="amount"
          label={say('web.buy.amount', { currency })}
          hint={costText(words, cost)}
          error={error}
          control={(described) => (
            <input
              {...described}
              name="amount"
              value={typed}
              inputmode="decimal"
              autocomplete="off"
              maxlength={20}
              required
            />
          )}
        />
        <p class="acts">
          <button class="button primary">{say('web.buy.look')}</button>
          <a class="button" href={`/store/${item.id}`}>
            {say('web.buy.back', { name: item.name })}
          </a>
        </p>
      </form>
    </SitePage>
  );
}
