import { Temporal } from 'temporal-polyfill';

/** A stretch of calendar time in a zone. `start` is in it, `end` is not. `key` is its first day there, `2026-11-01`. */
export type Period = { key: string; start: Date; end: Date };

/**
 * The calendar month that an instant falls in, as the zone's clocks have it.
 *
 * It is computed from time alone: there is no reset job that could run late.
 */
export function monthOf(at: Date, timeZone: string): Period {
  const first = Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .with({ day: 1 });
  return {
    key: first.toString(),
    start: midnight(first, timeZone),
    end: midnight(first.add({ months: 1 }), timeZone),
  };
}

/** The calendar day of an instant in a zone, `2026-11-23`. */
export function dayOf(at: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}

/** Whether it names an IANA time zone that this runtime knows. */
export function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

function midnight(day: Temporal.PlainDate, timeZone: string): Date {
  return new Date(day.toZonedDateTime(timeZone).epochMilliseconds);
}
