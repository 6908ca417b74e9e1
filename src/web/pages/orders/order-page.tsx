import type { FoundOrder, SignedIn } from '#src/app.ts';
import { heldMinor, isHeldBy, type Tender } from '#src/domain/checkout/checkout.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { CheckoutStatus, OrderStatus } from '#src/domain/states.ts';
import { isByPerson } from '#src/domain/store/item.ts';
import type { OrderDeed } from '#src/domain/store/deeds-of-order.ts';
import { MOST_NOTE } from '#src/domain/store/order.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { ErrorSummary, Field, type FieldErrors } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { ToPay } from './to-pay.tsx';

export type OrderProps = {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
  order: FoundOrder;
  /** Whether one can still pay depends on it. */
  now: Date;
  said?: string | undefined;
  /** What was wrong with what the reader did, by the form in which they did it. */
  errors?: FieldErrors;
};

/** One order: how far it is, what was paid from what, and what the reader can do about it. */
export function OrderPage(props: OrderProps) {
  const { words, organization, reader, order, said, errors = {} } = props;
  const { say } = words;
  const isOwn = order.buyer.id === reader.person.id;
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/orders"
      title={orderTitle(words, order, isOwn)}
      tab={order.itemName}
      hasErrors={Object.keys(errors).length > 0}
    >
      {said && (
        <p class="said" role="status">
          {said}
        </p>
      )}
      <ErrorSummary words={words} errors={errors} />
      <Steps {...props} />
      {order.toPay && (
        <ToPay
          words={words}
          timeZone={props.organization.timeZone}
          order={order}
          toPay={order.toPay}
          now={props.now}
          hasError={errors['pay'] !== undefined}
        />
      )}
      {order.endedWhy === 'unpaid' && isOwn && <p>{say('web.order.unpaid')}</p>}
      {order.note && <Said title={say('web.order.note')} text={order.note} />}
      {order.reason && <Said title={say('web.order.reason')} text={order.reason} />}
      {order.deeds.includes('reveal') && <Reveal words={words} order={order} />}
      {order.address && <Said title={say('web.order.address')} text={order.address} />}
      {order.tenders && <Paid words={words} order={order} tenders={order.tenders} />}
      <Deeds words={words} order={order} errors={errors} isOwn={isOwn} />
      <p class="acts">
        <a href="/orders">{say('web.order.back')}</a>
      </p>
    </SitePage>
  );
}

function orderTitle({ say, locale }: Words, order: FoundOrder, isOwn: boolean): string {
  const { status, itemName: name, buyer, fulfiller, toPay } = order;
  if (toPay)
    return say('web.order.toPay.title', { name, amount: formatMoney({ ...order, ...toPay }, locale) });
  const backMinor = backOf(order);
  if (status === 'cancelled' && backMinor === 0n) return say('web.order.cancelledUnpaid', { name });
  const amount = formatMoney({ ...order, amountMinor: backMinor }, locale);
  if (status === 'fulfilling' && fulfiller)
    return say('web.order.preparing', { name, fulfiller: fulfiller.name });
  return isOwn
    ? say(`web.order.own.${status}`, { name, amount })
    : say(`web.order.of.${status}`, { name, amount, buyer: buyer.name });
}

/** What went back of an order that has ended: of a card, only what it had paid. */
function backOf({ amountMinor, money, tenders }: FoundOrder): bigint {
  return tenders && RELEASED.includes(money) ? heldMinor(tenders) : amountMinor;
}

const ENDS: readonly OrderStatus[] = ['cancelled', 'refunded'];

/** How far it is: what was, what is, and what is to come. */
function Steps({ words, organization, order }: OrderProps) {
  const { say } = words;
  const { timeZone } = organization;
  const { status, kind, placedAt, startedAt, fulfilledAt, endedAt, toPay } = order;
  const isEnded = ENDS.includes(status);
  const all: { label: string; at: Date | null; isShown: boolean }[] = [
    { label: say('web.order.step.placed'), at: placedAt, isShown: true },
    { label: say('web.order.toPay.step'), at: null, isShown: toPay !== undefined },
    {
      label: say(isByPerson(kind) ? 'web.order.step.started' : 'web.order.step.bought'),
      at: startedAt,
      isShown: kind !== 'codes' && (startedAt !== null || !isEnded),
    },
    {
      label: say('web.order.step.fulfilled'),
      at: fulfilledAt,
      isShown: fulfilledAt !== null || !isEnded,
    },
    {
      label: say(status === 'refunded' ? 'web.order.step.refunded' : 'web.order.step.cancelled'),
      at: endedAt,
      isShown: isEnded,
    },
  ];
  const steps = all.filter(({ isShown }) => isShown);
  const current = steps.findLastIndex(({ at }) => at !== null);
  return (
    <ol class="progress">
      {steps.map(({ label, at }, index) => (
        <li class={at === null ? 'to-come' : undefined} aria-current={index === current ? 'step' : undefined}>
          <strong>{label}</strong>
          {at ? (
            <time datetime={at.toISOString()} title={words.dateAndTime(at, timeZone)}>
              {words.date(at, timeZone)}
            </time>
          ) : (
            <span class="note">{say('web.order.step.toCome')}</span>
          )}
        </li>
      ))}
    </ol>
  );
}

/** Words of a person. */
function Said({ title, text }: { title: string; text: string }) {
  return (
    <>
      <h2>{title}</h2>
      <p class="said-by-hr">{text}</p>
    </>
  );
}

function Reveal({ words: { say }, order }: { words: Words; order: FoundOrder }) {
  return (
    <section aria-labelledby="reveal">
      <h2 id="reveal">{say(`web.order.reveal.${order.kind === 'codes' ? 'codes' : 'card'}`)}</h2>
      <p>{say('web.order.revealText')}</p>
      {order.reveals > 0 && <p class="note">{say('web.order.revealed', { count: order.reveals })}</p>}
      <form method="post" action={`/orders/${order.id}/reveal`} class="acts">
        <button class="button primary">{say('web.order.revealButton', { name: order.itemName })}</button>
      </form>
    </section>
  );
}

/** What was held went back without having been taken. */
const RELEASED: readonly CheckoutStatus[] = ['voided', 'expired', 'declined'];

/** What was paid from what, and what of it came back. */
function Paid({
  words,
  order: { currency, amountMinor, money },
  tenders,
}: {
  words: Words;
  order: FoundOrder;
  tenders: readonly Tender[];
}) {
  const { say, locale } = words;
  function shown(minor: bigint): string {
    return formatMoney({ amountMinor: minor, currency }, locale);
  }
  const isReleased = RELEASED.includes(money);
  const isToPay = money === 'awaiting_remainder';
  const kinds = ['promo', 'gift', 'payment'] as const;
  const rows = kinds.flatMap((kind) => {
    const parts = tenders.filter((one) => one.kind === kind && (!isReleased || isHeldBy(one)));
    if (parts.length === 0) return [];
    return [
      {
        label: say(kind === 'payment' && isToPay ? 'web.order.toPay.row' : `web.order.${kind}`),
        paidMinor: sumOf(parts.map(({ authorizedMinor }) => authorizedMinor)),
        returnedMinor: isReleased
          ? sumOf(parts.map(({ authorizedMinor }) => authorizedMinor))
          : sumOf(parts.map(({ refundedMinor }) => refundedMinor)),
      },
    ];
  });
  const inAll = say('web.order.paid', { amount: shown(isReleased ? heldMinor(tenders) : amountMinor) });
  const hasReturned = rows.some(({ returnedMinor }) => returnedMinor > 0n);
  return (
    <section aria-labelledby="paid">
      <h2 id="paid">{inAll}</h2>
      <DataTable
        caption={inAll}
        rows={rows}
        columns={[
          { label: say('web.buy.from'), isMain: true, cell: ({ label }) => label },
          {
            label: say(isToPay ? 'web.order.part' : 'web.order.taken'),
            isAmount: true,
            cell: ({ paidMinor }) => shown(paidMinor),
          },
          ...(hasReturned
            ? [
                {
                  label: say('web.order.returned'),
                  isAmount: true,
                  cell: ({ returnedMinor }: { returnedMinor: bigint }) => shown(returnedMinor),
                },
              ]
            : []),
        ]}
      />
    </section>
  );
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, one) => sum + one, 0n);
}

/** Its buyer no longer wants it. */
function Withdraw({ words: { say, locale }, order }: { words: Words; order: FoundOrder }) {
  const amount = formatMoney(order, locale);
  return (
    <form method="post" action={`/orders/${order.id}/cancel`} class="acts" id="cancel-form">
      <button class="button">
        {order.toPay ? say('web.order.cancelUnpaid') : say('web.order.withdraw', { amount })}
      </button>
    </form>
  );
}

/** What the reader can do, each with what it brings about on its button. */
function Deeds({
  words,
  order,
  errors,
  isOwn,
}: {
  words: Words;
  order: FoundOrder;
  errors: FieldErrors;
  isOwn: boolean;
}) {
  const { say, locale } = words;
  const amount = formatMoney(order, locale);
  const { id, buyer, deeds } = order;
  function can(deed: OrderDeed): boolean {
    return deeds.includes(deed);
  }
  return (
    <>
      {can('start') && (
        <form method="post" action={`/orders/${id}/start`} class="acts" id="start-form">
          <button class="button primary">{say('web.order.start', { buyer: buyer.name })}</button>
        </form>
      )}
      {can('fulfil') && (
        <Told
          action={`/orders/${id}/fulfil`}
          name="note"
          label={say('web.order.noteLabel', { buyer: buyer.name })}
          hint={say('web.order.noteHint')}
          error={errors['fulfil-form']}
          id="fulfil-form"
          button={say('web.order.fulfil', { name: order.itemName })}
          style={can('start') ? '' : 'primary'}
          title={say('web.order.fulfilTitle')}
        />
      )}
      {can('cancel') && isOwn && <Withdraw words={words} order={order} />}
      {can('cancel') && !isOwn && (
        <Told
          action={`/orders/${id}/cancel`}
          name="reason"
          label={say('web.order.reasonLabel', { buyer: buyer.name })}
          error={errors['cancel-form']}
          id="cancel-form"
          button={say('web.order.cancel', { amount, buyer: buyer.name })}
          style="danger"
          title={say('web.order.cancelTitle')}
        />
      )}
      {can('refund') && (
        <Told
          action={`/orders/${id}/refund`}
          name="reason"
          label={say('web.order.reasonLabel', { buyer: buyer.name })}
          error={errors['refund-form']}
          id="refund-form"
          button={say('web.order.refund', { amount, buyer: buyer.name })}
          style="danger"
          title={say('web.order.refundTitle')}
        />
      )}
    </>
  );
}

/** A form with words that its buyer reads. */
function Told({
  action,
  name,
  label,
  hint,
  error,
  button,
  style,
  title,
  id,
}: {
  id: string;
  action: string;
  name: string;
  label: string;
  hint?: string;
  error?: string | undefined;
  button: string;
  style: string;
  title: string;
}) {
  return (
    <form method="post" action={action} class="panel" id={id}>
      <h2>{title}</h2>
      <Field
        name={name}
        label={label}
        hint={hint}
        error={error}
        control={(described) => (
          <textarea {...described} name={name} rows={2} maxlength={MOST_NOTE} required={name === 'reason'} />
        )}
      />
      <p class="acts">
        <button class={`button ${style}`}>{button}</button>
      </p>
    </form>
  );
}
