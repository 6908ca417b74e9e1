import type { TypedAmount } from '#src/domain/kit/money.ts';
import type { ParsedAmount } from './amount-problem.ts';
import { EACH } from './amount-words.ts';
import { type NamedCurrency, nameBefore, nameOf, together } from './name-of.ts';
import { problemOf } from './problem-of.ts';
import { type DecimalMark, decimalMarkOf, readNumber } from './read-number.ts';
import { hidesOrder, tidy, unwrap } from './tidy.ts';

/** Longer texts are not looked into. */
const MAX_LENGTH = 200;

/** `,-` or `.–` in place of cents. */
const NO_CENTS = /^[.,:][-–—]{1,2}(?![-–—\d])/u;

/**
 * Reads a whole text as one amount: a number, and a currency before or behind it, or both. Everything between the first
 * and the last digit is the number, so no part of it can be lost. The amount is refused, with the reason, unless all of it
 * has one meaning. The currency of `amount` is a code, or a name that several currencies share; compare it by `isNamedBy`.
 *
 * What only the currency can settle, such as `1,000`, is left to `toMinor`. `decimal`: the mark that a whole file uses.
 */
export function parseAmount(text: string, decimal?: DecimalMark): ParsedAmount {
  const typed = text.trim();
  if (typed.length > MAX_LENGTH) return { ok: false, problem: { why: 'not-an-amount', typed } };
  if (hidesOrder(typed)) return { ok: false, problem: { why: 'hidden-order', typed } };
  const bare = unwrap(tidy(typed));
  const amount = read(bare, decimal);
  if (!amount)
    return { ok: false, problem: problemOf(bare, tidy(typed).replaceAll(/\s+/gu, ' '), parseAmount) };
  if (amount === 'two-currencies') return { ok: false, problem: { why: 'two-currencies', typed: bare } };
  return { ok: true, amount };
}

const PARTS = /^(?<before>\D*)(?<number>\d(?:.*\d)?)(?<behind>\D*)$/su;

function read(bare: string, decimal: DecimalMark | undefined): TypedAmount | 'two-currencies' | undefined {
  const parts = PARTS.exec(bare)?.groups;
  const { before = '', number = '', behind = '' } = parts ?? {};
  const amount = readNumber(number);
  const mark = decimalMarkOf(number);
  if (amount === undefined || (mark && decimal && mark !== decimal)) return undefined;
  const isWhole = mark === undefined;
  const after = isWhole ? behind.replace(NO_CENTS, '') : behind;
  return withCurrency(amount, [nameBefore(before), nameOf(withoutEach(after))]);
}

/** `25 EUR each` is `25 EUR`: everybody named gets the amount anyway. */
function withoutEach(behind: string): string {
  for (let at = 0; at < behind.length; at += 1) {
    const isWordStart = at === 0 || /[\s/]/u.test(behind[at] ?? '');
    if (isWordStart && EACH.test(behind.slice(at))) return behind.slice(0, at);
  }
  return behind;
}

function withCurrency(
  amount: string,
  named: readonly (NamedCurrency | 'none' | 'unknown')[],
): TypedAmount | 'two-currencies' | undefined {
  if (named.includes('unknown')) return undefined;
  const [first, second] = named.filter((name) => typeof name === 'object');
  if (!first) return { amount };
  const meant = second ? together(first, second) : first;
  return meant ? { amount, currency: meant.name } : 'two-currencies';
}
