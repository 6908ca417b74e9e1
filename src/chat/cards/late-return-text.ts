import type { LateReturn } from '#src/domain/budget/late-returns.ts';
import { formatMoney, type Money } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';

/** Where money went that came back after the period that had paid it ended: all of an amount, or part of it. */
export function lateReturnText({ say, locale }: Words, { amountMinor, currency }: Money, late: LateReturn) {
  const { carriedMinor, returnedMinor, period } = late;
  const restMinor = amountMinor - carriedMinor - returnedMinor;
  function money(minor: bigint): string {
    return formatMoney({ amountMinor: minor, currency }, locale);
  }
  const parts = [say('late.ended')];
  if (period) {
    parts.push(say('late.carried', { amount: money(carriedMinor), period: say(`period.${period}`) }));
  }
  if (returnedMinor > 0n) parts.push(say('late.returned', { amount: money(returnedMinor) }));
  if (restMinor > 0n) parts.push(say('late.rest', { amount: money(restMinor) }));
  return parts.join(' ');
}
