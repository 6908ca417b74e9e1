import { InvalidArgumentError } from 'commander';
import { isPostIn } from '#src/domain/budget/post-in.ts';
import { cleanText } from '#src/domain/kit/fold.ts';
import { isAddress } from '#src/domain/people/address.ts';
import { isCurrency } from '#src/domain/kit/money.ts';
import { isDay, isTimeZone } from '#src/domain/kit/period.ts';
import { type DayRange, presetRange } from '#src/domain/report/day-range.ts';
import { isRole, ROLES, type Role } from '#src/domain/people/roles.ts';
import { UsageError } from './context.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';

/** Argument readers for commander: each returns the value or says what it should look like. */

export function readEmail(text: string): string {
  if (isAddress(cleanText(text))) return cleanText(text);
  throw new InvalidArgumentError('Write an email address, such as alice@example.com.');
}

/** Up to 100 characters on one line. */
export function readName(text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= 100 && !/\p{Cc}/u.test(name)) return name;
  throw new InvalidArgumentError('Write a name of up to 100 characters.');
}

/** 1 to 12. */
export function readMonthNumber(text: string): number {
  if (/^(?:[1-9]|1[0-2])$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a month as a number, 1 to 12.');
}

export function readWholeNumber(text: string): number {
  if (/^\d{1,5}$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a whole number, such as 5.');
}

export function readCount(text: string): number {
  if (/^[1-9]\d{0,5}$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a number from 1 to 999999.');
}

/** Where recognitions are posted, as the rule `postIn` says it. */
export function readPostIn(text: string): string {
  if (isPostIn(text)) return text;
  throw new InvalidArgumentError(
    'Write here, nowhere, or a channel by its id, such as slack:C024BE91L or discord:1009876543210987654.',
  );
}

/** 1 to 9999 days, or none. */
export function readDays(text: string): number | 'none' {
  if (text === 'none') return text;
  const [, days] = /^([1-9]\d{0,3})d$/u.exec(text) ?? [];
  if (days) return Number(days);
  throw new InvalidArgumentError('Write a number of days, such as 90d, or none.');
}

/** At least 1. */
export function readHours(text: string): number {
  if (/^[1-9]\d{0,4}$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a whole number of hours, at least 1.');
}

/** 1 to 100, or none. */
export function readPercent(text: string): number | 'none' {
  if (text === 'none') return text;
  if (/^(?:[1-9]\d?|100)$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a percentage from 1 to 100, or none.');
}

export function readCurrency(text: string): string {
  const currency = text.toUpperCase();
  if (isCurrency(currency)) return currency;
  throw new InvalidArgumentError('Write an ISO 4217 currency, such as EUR.');
}

export function readDay(text: string): string {
  if (isDay(text)) return text;
  throw new InvalidArgumentError('Write a day, such as 2027-01-15.');
}

/** The days of a day or of a whole month. */
export function readDayOrMonth(text: string): DayRange {
  if (isDay(text)) return { from: text, to: text };
  if (isDay(`${text}-01`)) return presetRange('this-month', `${text}-01`);
  throw new InvalidArgumentError('Write a day, such as 2026-01-15, or a month, such as 2026-01.');
}

/** Both ends of a range of days, as options. */
export function checkDays({
  since,
  until,
}: {
  since?: string | undefined;
  until?: string | undefined;
}): void {
  if (since && until && since > until) throw new UsageError(`--since ${since} is after --until ${until}`);
}

export function readTimeZone(text: string): string {
  if (isTimeZone(text)) return text;
  throw new InvalidArgumentError('Write an IANA time zone, such as Europe/Berlin.');
}

export function readRole(text: string): Role {
  if (isRole(text)) return text;
  throw new InvalidArgumentError(`Roles are ${ROLES.join(', ')}.`);
}

/** A Discord id. */
export function readSnowflake(text: string): string {
  if (/^\d{17,20}$/u.test(text)) return text;
  throw new InvalidArgumentError(
    'Discord ids have 17 to 20 digits: switch on Developer Mode, then right-click, Copy ID.',
  );
}

export function readHttpsUrl(text: string): string {
  if (URL.canParse(text) && new URL(text).protocol === 'https:') return text;
  throw new InvalidArgumentError('Write an address that Slack can reach, such as https://gifts.example.com.');
}

export function readUuid(text: string): string {
  if (isUuid(text)) return text.toLowerCase();
  throw new InvalidArgumentError('Write a whole id, such as 0192f0c1-2345-7abc-8def-0123456789ab.');
}
