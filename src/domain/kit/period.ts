import { Temporal } from 'temporal-polyfill';

/** A stretch of calendar time in a zone. `start` is in it, `end` is not. `key` is its first day there, `2026-11-01`. */
export type Period = { key: string; start: Date; end: Date };

export const PERIOD_KINDS = ['week', 'month', 'quarter', 'half_year', 'year'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/**
 * How a department divides time: its zone, the length of a period, and the month its fiscal year starts in (1 to 12).
 */
export type Calendar = { timeZone: string; kind: PeriodKind; fiscalStartMonth: number };

const MONTHS: Record<Exclude<PeriodKind, 'week'>, number> = { month: 1, quarter: 3, half_year: 6, year: 12 };

/** Distinguishes periods that start on the same day; months came first and have no suffix. */
const KEY_ENDS: Record<PeriodKind, string> = {
  week: '/P7D',
  month: '',
  quarter: '/P3M',
  half_year: '/P6M',
  year: '/P1Y',
};

const DAY_LENGTH = '2026-11-01'.length;

/**
 * The calendar's period that contains an instant, by the zone's clocks. Weeks start on Monday (ISO 8601).
 *
 * Computed from time alone: there is no reset job that could run late.
 */
export function periodOf(at: Date, { timeZone, kind, fiscalStartMonth }: Calendar): Period {
  const day = plainDay(at, timeZone);
  const first =
    kind === 'week' ? day.subtract({ days: day.dayOfWeek - 1 }) : firstOf(day, kind, fiscalStartMonth);
  return {
    key: `${first.toString()}${KEY_ENDS[kind]}`,
    start: midnight(first, timeZone),
    end: midnight(endOf(first, kind), timeZone),
  };
}

/** How long the period with this key is. */
export function periodKindOf(key: string): PeriodKind {
  const [, end] = /^\d{4}-\d{2}-\d{2}(.*)$/u.exec(key) ?? [];
  const kind = PERIOD_KINDS.find((one) => KEY_ENDS[one] === end);
  if (!kind) throw new Error(`no period has the key ${key}`);
  return kind;
}

/** The period with this key, in a zone. */
export function periodOfKey(key: string, timeZone: string): Period {
  const kind = periodKindOf(key);
  const first = Temporal.PlainDate.from(key.slice(0, DAY_LENGTH));
  return { key, start: midnight(first, timeZone), end: midnight(endOf(first, kind), timeZone) };
}

/** The period right before another of the same calendar. */
export function periodBefore({ start }: Period, calendar: Calendar): Period {
  return periodOf(new Date(start.getTime() - 1), calendar);
}

/** The period right after another of the same calendar. */
export function periodAfter({ end }: Period, calendar: Calendar): Period {
  return periodOf(end, calendar);
}

/** The first day after a period. */
function endOf(first: Temporal.PlainDate, kind: PeriodKind): Temporal.PlainDate {
  return kind === 'week' ? first.add({ days: 7 }) : first.add({ months: MONTHS[kind] });
}

function firstOf(
  day: Temporal.PlainDate,
  kind: Exclude<PeriodKind, 'week'>,
  fiscalStartMonth: number,
): Temporal.PlainDate {
  const monthsIn = (day.month - fiscalStartMonth + 12) % MONTHS[kind];
  return day.with({ day: 1 }).subtract({ months: monthsIn });
}

function plainDay(at: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}

/** The calendar year that contains an instant; its key is the year, `2026`. */
export function yearOf(at: Date, timeZone: string): Period {
  const year = periodOf(at, { timeZone, kind: 'year', fiscalStartMonth: 1 });
  return { ...year, key: year.key.slice(0, 4) };
}

/** The calendar day of an instant in a zone, `2026-11-23`. */
export function dayOf(at: Date, timeZone: string): string {
  return plainDay(at, timeZone).toString();
}

/** When a calendar day such as `2026-11-23` begins in a zone, or `plusDays` later. Throws when there is no such day. */
export function dayStart(day: string, timeZone: string, plusDays = 0): Date {
  return midnight(Temporal.PlainDate.from(day).add({ days: plusDays }), timeZone);
}

/** Whether it is a calendar day such as `2026-11-23`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return false;
  // A day that its month does not have becomes one of the next month.
  return new Date(text).getUTCDate() === Number(text.slice(-2));
}

/** Whether it is an IANA time zone known to this runtime. */
export function isTimeZone(name: string): boolean {
  // Newer engines also take offsets, such as +02:00, which know no summer.
  if (!/^[a-z]/iu.test(name)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/** The names of the zones, for people to choose from; others, such as old names, are zones too. */
export const TIME_ZONES: readonly string[] = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])];

const ZONE_KEYS = new Map(TIME_ZONES.map((name) => [name.toLowerCase(), name]));

/** A zone's name as it is written, however it was typed. */
export function zoneOf(typed: string): string {
  return ZONE_KEYS.get(typed.toLowerCase().replaceAll(' ', '_')) ?? typed;
}

function midnight(day: Temporal.PlainDate, timeZone: string): Date {
  return new Date(day.toZonedDateTime(timeZone).epochMilliseconds);
}
