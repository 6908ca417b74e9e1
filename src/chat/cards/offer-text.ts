import { formatMoney, type Money } from '#src/domain/kit/money.ts';
import type { Cost, Offer } from '#src/domain/store/offer.ts';
import type { Words } from '#src/words/words.ts';

/** `$15.00`, or from how much to how much. */
export function costText({ say, locale }: Words, { amountMinor, mostMinor, currency }: Cost): string {
  const amount = formatMoney({ amountMinor, currency }, locale);
  if (mostMinor === undefined || mostMinor === amountMinor) return amount;
  return say('store.range', { from: amount, to: formatMoney({ amountMinor: mostMinor, currency }, locale) });
}

/**
 * Whether the reader has enough, and what they lack, or can pay by card; or that there is nothing left. `takesCard`: whether a card can
 * pay so much.
 */
export function affordText(
  { say, locale }: Words,
  { costs: [cost], isSoldOut }: Offer,
  takesCard: (rest: Money) => boolean,
): string {
  if (isSoldOut) return say('store.soldOut');
  if (cost.lackMinor === 0n) return say('store.enough');
  const { lackMinor: amountMinor, currency } = cost;
  const isByCard = takesCard({ amountMinor, currency });
  return say(isByCard ? 'store.byCard' : 'store.lacking', {
    amount: formatMoney({ amountMinor, currency }, locale),
  });
}
