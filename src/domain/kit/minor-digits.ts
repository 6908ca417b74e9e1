/** ISO 4217 currencies whose smallest unit is not a hundredth, by their digits after the decimal point. */
const UNLIKE_CENTS: Record<number, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const digitsOf = new Map(
  Object.entries(UNLIKE_CENTS).flatMap(([digits, codes]) =>
    codes.split(' ').map((code): [string, number] => [code, Number(digits)]),
  ),
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
