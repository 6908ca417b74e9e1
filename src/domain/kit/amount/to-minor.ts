import { minorDigits } from '#src/domain/kit/minor-digits.ts';
import type { AmountProblem } from './amount-problem.ts';
import { type DecimalMark, isIndian, isUnsettled } from './read-number.ts';

export type MinorAmount = { ok: true; amountMinor: bigint } | { ok: false; problem: AmountProblem };

const MAX_DIGITS = 15;

/** Currencies written with a comma between thousands wherever they are used, so that `1,000` has one meaning. */
const WITH_COMMAS = new Set(
  'USD GBP JPY CNY KRW INR AUD CAD NZD HKD SGD TWD MXN PHP THB MYR ILS NGN KES GHS TZS UGX PKR BDT LKR NPR EGP AED SAR QAR JMD TTD BBD BSD'.split(
    ' ',
  ),
);
const WITH_LAKHS = new Set(['INR', 'PKR', 'BDT', 'LKR', 'NPR', 'BTN']);

/**
 * The number of a `TypedAmount` in minor units, zero included. Refused are what is finer than the currency, more than 15
 * digits, and what has two meanings: whoever writes `1.000` dollars may mean a thousand. `decimal`: the mark that a whole
 * file uses before its fractions.
 */
export function toMinor(number: string, currency: string, decimal?: DecimalMark): MinorAmount {
  if (isIndian(number)) {
    const reading = number.replaceAll(',', '');
    if (WITH_LAKHS.has(currency)) return minorOf(reading, number, currency);
    return { ok: false, problem: { why: 'worked-out', typed: number, reading } };
  }
  if (isUnsettled(number)) return settle(number, currency, decimal);
  return minorOf(number, number, currency);
}

/** The same, and zero for what cannot be given. */
export function minorOrZero(number: string, currency: string): bigint {
  const read = toMinor(number, currency);
  return read.ok ? read.amountMinor : 0n;
}

function settle(number: string, currency: string, decimal: DecimalMark | undefined): MinorAmount {
  const [one, other] = [number.replace(',', '.'), number.replace(/[.,]/u, '')];
  const isFine = minorDigits(currency) >= 3;
  const hasPoint = number.includes('.');
  const mark = hasPoint ? '.' : ',';
  if (decimal && decimal !== mark) return minorOf(other, number, currency);
  if (isFine && (decimal ?? '.') === mark) return minorOf(one, number, currency);
  if (!decimal && !hasPoint && WITH_COMMAS.has(currency)) return minorOf(other, number, currency);
  return { ok: false, problem: { why: 'unclear', typed: number, one: shortened(one), other } };
}

/** `1.000` as `1`, `2.500` as `2.5`. */
function shortened(decimal: string): string {
  return decimal.replace(/\.?0+$/u, '');
}

function minorOf(decimal: string, typed: string, currency: string): MinorAmount {
  const digits = minorDigits(currency);
  const [whole = '', fraction = '', ...more] = decimal.split('.');
  if (!/^\d+$/u.test(whole) || !/^\d*$/u.test(fraction) || more.length > 0) {
    return { ok: false, problem: { why: 'not-an-amount', typed } };
  }
  const isTooFine = fraction.slice(digits).replaceAll('0', '') !== '';
  if (isTooFine || (fraction.length === 3 && digits < 3)) {
    return { ok: false, problem: { why: 'too-fine', typed, digits, currency } };
  }
  const minor = whole + fraction.slice(0, digits).padEnd(digits, '0');
  const isTooLarge = minor.replace(/^0+/u, '').length > MAX_DIGITS;
  if (isTooLarge) return { ok: false, problem: { why: 'too-large', typed } };
  return { ok: true, amountMinor: BigInt(minor) };
}
