/** ISO 4217 currencies whose smallest unit is not a hundredth, by their digits after the decimal point. */
const UNLIKE_CENTS: Record<number, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

/** The same currencies, in lists by their digits. */
export const CURRENCIES_BY_DIGITS: readonly (readonly [digits: number, codes: readonly string[]])[] =
  Object.entries(UNLIKE_CENTS).map(([digits, codes]) => [Number(digits), codes.split(' ')]);

const digitsOf = new Map(
  CURRENCIES_BY_DIGITS.flatMap(([digits, codes]) => codes.map((code): [string, number] => [code, digits])),
);

/**
 * Digits after the decimal point in a currency: USD 2, JPY 0, KWD 3.
 *
 * Stored amounts depend on it, so it never changes. It does not use `Intl`, whose answer for HUF, RSD or IQD differs
 * between Node versions: a stored amount would become a hundred times another.
 *
 * @see ISO 4217, list one
 */
export function minorDigits(currency: string): number {
  return digitsOf.get(currency) ?? 2;
}
