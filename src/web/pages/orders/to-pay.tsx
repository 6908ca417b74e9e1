import type { FoundOrder } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';

export type ToPayProps = {
  words: Words;
  timeZone: string;
  order: FoundOrder;
  toPay: NonNullable<FoundOrder['toPay']>;
  /** Whether one can still pay depends on it. */
  now: Date;
  /** The page could not be opened just now, as the summary says. */
  hasError: boolean;
};

/** What is yet to be paid by card, until when, and the link to the page on which it is paid. */
export function ToPay({ words, timeZone, order: { id, currency }, toPay, now, hasError }: ToPayProps) {
  const { say, locale, dateAndTime } = words;
  const { amountMinor, until } = toPay;
  const isOver = until <= now;
  const amount = formatMoney({ amountMinor, currency }, locale);
  return (
    <section aria-label={say('web.order.toPay.step')} id={hasError ? 'pay' : undefined}>
      <p>
        {isOver
          ? say('web.order.toPay.over')
          : say('web.order.toPay.until', { time: dateAndTime(until, timeZone) })}
      </p>
      <p class="acts">
        {!isOver && (
          <a class="button primary" href={`/orders/${id}/pay`}>
            {say('web.order.toPay.pay', { amount })}
          </a>
        )}
        <a class="button" href={`/orders/${id}/paid`}>
          {say('web.order.toPay.look')}
        </a>
      </p>
      <p class="note">{say('web.order.toPay.paidAlready')}</p>
    </section>
  );
}
