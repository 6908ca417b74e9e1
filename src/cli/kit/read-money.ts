import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { parseAmount, toMinor } from '#src/domain/kit/money.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { Core } from '#src/process/open-core.ts';
import { Refused, WrongUse } from './context.ts';

/** The value of an outcome; a refusal ends the command with its text. */
export function orRefuse<T>({ words }: Core, outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Refused(refusalText(words, outcome.refusal));
}

/** The typed amount in minor units, zero included. Refuses any currency but `currency`, the currency of `name`. */
export function readMinor(
  core: Core,
  { name, currency }: { name: string; currency: string },
  typed: string,
): bigint {
  const parsed = parseAmount(typed);
  if (!parsed) throw new WrongUse(`“${typed}” is not an amount. Write it like 500, 500.50 or 500 EUR`);
  const { currency: given } = parsed;
  if (given && given !== currency) {
    return orRefuse(core, {
      ok: false,
      refusal: { kind: 'wrong-currency', given, expected: currency, department: name },
    });
  }
  if (/^[0.]+$/u.test(parsed.amount)) return 0n;
  const amountMinor = toMinor(parsed.amount, currency);
  if (amountMinor !== undefined) return amountMinor;
  throw new WrongUse(
    `“${typed}” is finer than ${currency} goes, or too large. Write it like 500, 500.50 or 1,000`,
  );
}

/** The same, but above zero. */
export function readMinorAboveZero(
  core: Core,
  of: { name: string; currency: string },
  typed: string,
): bigint {
  const amountMinor = readMinor(core, of, typed);
  if (amountMinor > 0n) return amountMinor;
  throw new WrongUse('Write an amount above zero');
}
