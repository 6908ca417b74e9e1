import { minorDigits } from '#src/domain/kit/minor-digits.ts';
import type { Money } from '#src/domain/kit/money.ts';

/**
 * Stripe's smallest units, where they are not hundredths. ISK and UGX have no decimals and are written with two all the
 * same; MGA has none for Stripe, and fifths that we write with two.
 * @see https://docs.stripe.com/currencies#special-cases
 */
const DIGITS: readonly (readonly [digits: number, codes: readonly string[]])[] = [
  [0, 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' ')],
  [3, 'BHD JOD KWD OMR TND'.split(' ')],
];

function digitsOf(currency: string): number {
  return DIGITS.find(([, codes]) => codes.includes(currency))?.[0] ?? 2;
}

/**
 * The least that a card pays, in minor units. Of other currencies Stripe says what it comes to in the one of its payouts, so that
 * only its answer tells.
 * @see https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
 */
const LEAST: readonly (readonly [amountMinor: bigint, codes: readonly string[]])[] = [
  [30n, ['GBP']],
  [50n, 'USD AUD BRL CAD CHF EUR INR JPY NZD SGD'.split(' ')],
  [200n, 'AED MYR PLN RON'.split(' ')],
  [250n, ['DKK']],
  [300n, 'NOK SEK'.split(' ')],
  [400n, ['HKD']],
  [1_000n, 'MXN THB'.split(' ')],
  [1_500n, ['CZK']],
  [17_500n, ['HUF']],
];

/** Stripe takes eight digits of its smallest units. */
const MOST = 99_999_999n;

/** Whether a card can pay an amount at all. */
export function takesAmount(money: Money): boolean {
  const amount = stripeAmountOf(money);
  return amount !== undefined && amount <= MOST && money.amountMinor >= leastMinor(money.currency);
}

function leastMinor(currency: string): bigint {
  return LEAST.find(([, codes]) => codes.includes(currency))?.[0] ?? 1n;
}

/** An amount as Stripe counts it; undefined when it is finer than Stripe takes it. */
export function stripeAmountOf({ amountMinor, currency }: Money): bigint | undefined {
  const [theirs, ours] = [digitsOf(currency), minorDigits(currency)];
  const amount =
    theirs >= ours ? amountMinor * 10n ** BigInt(theirs - ours) : divided(amountMinor, ours - theirs);
  // Stripe takes thousandths only as multiples of ten.
  return theirs === 3 && amount !== undefined && amount % 10n !== 0n ? undefined : amount;
}

function divided(amount: bigint, digits: number): bigint | undefined {
  const unit = 10n ** BigInt(digits);
  return amount % unit === 0n ? amount / unit : undefined;
}

/** The same amount in our minor units. Throws when Stripe's is finer than the currency. */
export function minorOfStripe(amount: number, currency: string): bigint {
  const [theirs, ours] = [digitsOf(currency), minorDigits(currency)];
  if (ours >= theirs) return BigInt(amount) * 10n ** BigInt(ours - theirs);
  const minor = divided(BigInt(amount), theirs - ours);
  if (minor === undefined)
    throw new Error(`Stripe holds ${amount} in ${currency}, which has no such amounts`);
  return minor;
}
