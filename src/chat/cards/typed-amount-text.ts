import type { TypedAmount } from '#src/domain/kit/money.ts';

/** An amount as it was typed, with its currency: `25`, `$25`, `25 EUR`. */
export function typedAmountText({ amount, currency }: TypedAmount): string {
  if (!currency) return amount;
  return /^\p{Sc}$/u.test(currency) ? `${currency}${amount}` : `${amount} ${currency}`;
}
