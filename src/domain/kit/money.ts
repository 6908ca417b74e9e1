import { minorDigits } from './minor-digits.ts';

/** An amount in the currency's smallest unit (cents, yen). */
export type Money = { amountMinor: bigint; currency: string };

/** An amount as typed: a plain decimal, and the currency if given. */
export type TypedAmount = { amount: string; currency?: string };

const SYMBOLS: Record<string, string> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY', '₹': 'INR' };
const NUMBER = String.raw`(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?`;
const AMOUNT = new RegExp(
  `^(?<symbol>[$€£¥₹])?(?<before>[A-Za-z]{3})?\\s?(?<number>${NUMBER})\\s?(?<after>[A-Za-z]{3})?$`,
  'u',
);

/**
 * Reads `25`, `25.00`, `$25`, `25 EUR`, `EUR 25` or `1,000.50`; undefined for anything else, so that a typo (`2,5`,
 * `1e3`, `-5`) never becomes another amount.
 */
export function parseAmount(text: string): TypedAmount | undefined {
  const groups = AMOUNT.exec(text.trim())?.groups;
  if (!groups?.number) return undefined;
  const named = [groups.before, groups.after].filter((code) => code !== undefined);
  const codes = new Set([...named.map((code) => code.toUpperCase()), ...symbolCurrency(groups.symbol)]);
  if (codes.size > 1) return undefined;
  const [currency] = codes;
  if (currency && !isCurrency(currency)) return undefined;
  const amount = groups.number.replaceAll(',', '');
  return currency ? { amount, currency } : { amount };
}

function symbolCurrency(symbol: string | undefined): string[] {
  const currency = symbol && SYMBOLS[symbol];
  return currency ? [currency] : [];
}

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

const MAX_DIGITS = 15;

/**
 * A decimal such as `25` or `25.5` in minor units. Undefined when it is zero, finer than the currency or longer than 15
 * digits, or when its point may mean thousands: whoever writes `1.000` dollars may mean a thousand.
 */
export function toMinor(decimal: string, currency: string): bigint | undefined {
  const digits = minorDigits(currency);
  const [whole = '', fraction = ''] = decimal.split('.');
  if (!/^\d+$/u.test(whole) || !/^\d*$/u.test(fraction)) return undefined;
  if (fraction.slice(digits).replaceAll('0', '') !== '') return undefined;
  if (fraction.length === 3 && digits < 3) return undefined;
  const minor = whole + fraction.slice(0, digits).padEnd(digits, '0');
  if (minor.replace(/^0+/u, '').length > MAX_DIGITS) return undefined;
  const amountMinor = BigInt(minor);
  return amountMinor > 0n ? amountMinor : undefined;
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
