import { isNamedBy } from './currency-names.ts';
import { parseAmount } from './parse-amount.ts';
import type { DecimalMark } from './read-number.ts';
import type { AmountProblem } from './amount-problem.ts';
import { type MinorAmount, toMinor } from './to-minor.ts';

/**
 * Reads a whole text as an amount of `currency` in minor units, zero included, or says why it is none. `decimal`: the mark
 * that a whole file uses before its fractions, which tells what `1.000` means.
 */
export function readAmount(
  text: string,
  { currency, decimal }: { currency: string; decimal?: DecimalMark },
): MinorAmount {
  const parsed = parseAmount(text, decimal);
  if (!parsed.ok) return { ok: false, problem: unlikeTheFile(text) ?? parsed.problem };
  const { amount, currency: given = currency } = parsed.amount;
  if (!isNamedBy(currency, given)) {
    const problem = { why: 'wrong-currency', typed: text, given, expected: currency } as const;
    return { ok: false, problem };
  }
  const read = toMinor(amount, currency, decimal);
  return read.ok ? read : { ok: false, problem: { ...read.problem, typed: text } };
}

/** `25,50` in a file whose other fractions follow a point. */
function unlikeTheFile(text: string): AmountProblem | undefined {
  const alone = parseAmount(text);
  if (!alone.ok) return undefined;
  const { amount: one } = alone.amount;
  return { why: 'unclear', typed: text, one, other: one.replace('.', '') };
}
