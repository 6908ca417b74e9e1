import type { AmountProblem, ParsedAmount } from './amount-problem.ts';
import type { TypedAmount } from '#src/domain/kit/money.ts';
import { findScale, isRough, isUnit, countNumberWords, TOTAL } from './amount-words.ts';
import { currenciesNamed } from './currency-names.ts';
import { isUnsettled } from './read-number.ts';

type Parse = (text: string) => ParsedAmount;
type Explain = (text: string, parse: Parse) => Reason | undefined;
type Reason = AmountProblem extends infer P ? (P extends AmountProblem ? Omit<P, 'typed'> : never) : never;

/** Why a text is not one amount: what it seems to mean, and how else it could be read. */
export function problemOf(text: string, typed: string, parse: Parse): AmountProblem {
  for (const explain of EXPLANATIONS) {
    const reason = explain(text, parse);
    if (reason) return { typed, ...reason } as AmountProblem;
  }
  return { typed, why: 'not-an-amount' };
}

const EXPLANATIONS: readonly Explain[] = [
  inOtherDigits,
  inWords,
  negative,
  multiplied,
  withExponent,
  scaled,
  shared,
  rough,
  several,
  inUnits,
];

/** Full-width, Arabic and Indian digits. */
function inOtherDigits(text: string, parse: Parse): Reason | undefined {
  const plain = text.replaceAll(/\p{Nd}/gu, (digit) => String(valueOf(digit)));
  const read = plain === text ? undefined : parse(plain);
  return read?.ok ? workedOut(read.amount) : undefined;
}

/** Decimal digits stand in runs of ten, one or more behind each other, each beginning with its zero. */
function valueOf(digit: string): number {
  let zero = digit.codePointAt(0) ?? 0;
  const code = zero;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
}

function inWords(text: string): Reason | undefined {
  return !/\p{Nd}/u.test(text) && countNumberWords(text.split(' ')) > 0 ? { why: 'in-words' } : undefined;
}

/** Also as bookkeepers write it: `(25)`, `25-`. */
function negative(text: string): Reason | undefined {
  const isNegative = /^[^\d\s]{0,3}\s?[-−–—]\s?[^\d\s]{0,3}\s?\d/u.test(text) || /^\(.*\d.*\)$/u.test(text);
  return isNegative || /\d\s?[-−–—]$/u.test(text) ? { why: 'negative' } : undefined;
}

const OPERATOR = /\s*(?:[x×✕✖*]|\btimes\b|\bby\b)\s*/iu;

function multiplied(text: string, parse: Parse): Reason | undefined {
  const factors = text.split(OPERATOR);
  if (factors.length !== 2 || text.startsWith('0')) return undefined;
  const [one, other] = factors.map((factor) => parse(factor));
  if (!one?.ok || !other?.ok) return undefined;
  return product({ ...other.amount, ...one.amount }, other.amount.amount);
}

function withExponent(text: string): Reason | undefined {
  const [, number = '', exponent] = /^(\d+)e\+?(\d)$/iu.exec(text) ?? [];
  return exponent === undefined
    ? undefined
    : { why: 'worked-out', reading: number + '0'.repeat(Number(exponent)) };
}

/** `25k`, `$1.5 million`, `50 cents`. */
function scaled(text: string, parse: Parse): Reason | undefined {
  const [, number = '', unit = '', currency = ''] =
    /^([^\d]*\d[\d.,' ]*?)\s?([\p{L}.¢]+)(\s?(?:\p{L}{3,}|\p{Sc}))?$/u.exec(text) ?? [];
  const factor = findScale(unit);
  const read = factor === undefined ? undefined : parse(number + currency);
  return factor && read?.ok ? product(read.amount, factor) : undefined;
}

/** Two decimals multiplied, exactly; undefined where only the currency tells what a number is. */
function product(one: TypedAmount, factor: string): Reason | undefined {
  const numbers = [one.amount, factor];
  if (numbers.some((number) => isUnsettled(number) || number.includes(','))) return undefined;
  const places = numbers
    .map((number) => number.split('.')[1]?.length ?? 0)
    .reduce((sum, count) => sum + count);
  const [first, second] = numbers.map((number) => BigInt(number.replace('.', '')));
  const digits = ((first ?? 0n) * (second ?? 0n)).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/u, '');
  return workedOut({ ...one, amount: fraction ? `${whole}.${fraction}` : whole });
}

function workedOut({ amount, currency }: TypedAmount): Reason {
  if (!currency) return { why: 'worked-out', reading: amount };
  const isSign = /^\p{Sc}$/u.test(currency);
  return { why: 'worked-out', reading: isSign ? `${currency}${amount}` : `${amount} ${currency}` };
}

function shared(text: string): Reason | undefined {
  return TOTAL.test(behindOf(text)) ? { why: 'a-total' } : undefined;
}

function rough(text: string): Reason | undefined {
  return [beforeOf(text), behindOf(text)].some((words) => isRough(words)) ? { why: 'rough' } : undefined;
}

function several(text: string): Reason | undefined {
  return /\d(?:[^\d.,'’]+|\S+\s).*\d/su.test(text) ? { why: 'several-numbers' } : undefined;
}

function inUnits(text: string): Reason | undefined {
  if (!/\d/u.test(text)) return undefined;
  const [unit = ''] = behindOf(text).trim().split(' ');
  const [before = ''] = beforeOf(text).trim().split(' ').slice(-1);
  const unknown = isUnit(unit) || /^\p{Lu}{3,5}$/u.test(unit) ? unit : before;
  if (!/^(?:\p{L}+|[%‰]|\p{Sc})$/u.test(unknown) || currenciesNamed(unknown).size > 0) return undefined;
  return { why: 'unknown-unit', unit: unknown };
}

function beforeOf(text: string): string {
  return /^\D*/u.exec(text)?.[0] ?? '';
}

function behindOf(text: string): string {
  return /\D*$/u.exec(text)?.[0] ?? '';
}
