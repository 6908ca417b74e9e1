import { minorDigits } from './minor-digits.ts';

/** An amount in the currency's smallest unit (cents, yen). */
export type Money = { amountMinor: bigint; currency: string };

/** A value as JSON keeps it, which has no bigint. */
export type Stored<T> = T extends bigint ? string : T extends object ? { [K in keyof T]: Stored<T[K]> } : T;

export type StoredMoney = Stored<Money>;

export function storeMoney({ amountMinor, currency }: Money): StoredMoney {
  return { amountMinor: amountMinor.toString(), currency };
}

export function moneyOf({ amountMinor, currency }: StoredMoney): Money {
  return { amountMinor: BigInt(amountMinor), currency };
}

/**
 * An amount as typed: a plain decimal, and the currency if given. A number that only the currency can settle keeps its
 * marks, such as `1,000`; `toMinor` reads it. The currency is a code, or a name that several share, such as `$`.
 */
export type TypedAmount = { amount: string; currency?: string };

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/** Whether it is an ISO 4217 code known to this runtime. */
export function isCurrency(code: string): boolean {
  return CURRENCIES.has(code);
}

const formats = new Map<string, Intl.NumberFormat>();

/** Cached, because creating one takes far longer than using it. */
function formatOf(currency: string, locale: string): Intl.NumberFormat {
  const key = `${locale}|${currency}`;
  const known = formats.get(key);
  if (known) return known;
  const digits = minorDigits(currency);
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  formats.set(key, format);
  return format;
}

/** `25.00`: the amount as a plain decimal, for tables and files. */
export function toDecimal({ amountMinor, currency }: Money): string {
  const digits = minorDigits(currency);
  const sign = amountMinor < 0n ? '-' : '';
  const text = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(digits + 1, '0');
  if (digits === 0) return sign + text;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** `$25.00` as the locale writes it. */
export function formatMoney(money: Money, locale = 'en-US'): string {
  return formatOf(money.currency, locale).format(toDecimal(money) as Intl.StringNumericLiteral);
}
