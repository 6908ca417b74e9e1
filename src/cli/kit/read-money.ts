import { parseAmount, toMinor } from '#src/domain/kit/money.ts';
import type { Core } from '#src/process/open-core.ts';
import { WrongUse } from './context.ts';
import { orRefuse } from './or-refuse.ts';

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
