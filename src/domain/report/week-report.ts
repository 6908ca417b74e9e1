import { Temporal } from 'temporal-polyfill';
import type { WeekReport } from '#src/domain/message/week-report.ts';
import type { Role } from '#src/domain/people/roles.ts';
import { moneyOf } from '#src/domain/kit/money.ts';
import type { DayRange } from './day-range.ts';

/** Who hears of a week: those who give from their own department’s budget. */
export const WEEK_READERS: readonly Role[] = ['manager', 'approver'];

const MORNING = 8;
/** Monday and Tuesday: later in the week it would be old news. */
const LAST_DAY = 2;

/**
 * The Monday of the week to tell at, such as `2026-11-23`, from eight in the morning on, by the zone’s clocks, and all of the next day.
 * Undefined when it is not the time.
 */
export function dueWeek(now: Date, timeZone: string): string | undefined {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const { dayOfWeek } = local;
  if (dayOfWeek > LAST_DAY || (dayOfWeek === 1 && local.hour < MORNING)) return undefined;
  return local
    .toPlainDate()
    .subtract({ days: dayOfWeek - 1 })
    .toString();
}

/** The days of the week that ended before this Monday. */
export function weekBefore(monday: string): DayRange {
  const day = Temporal.PlainDate.from(monday);
  return { from: day.subtract({ days: 7 }).toString(), to: day.subtract({ days: 1 }).toString() };
}

/** What may still be given is no news alone: somebody has to wait, to have had nothing, or something has to have been given. */
export function isWorthTelling({ waiting, without, given }: WeekReport): boolean {
  return waiting > 0 || without.count > 0 || given.some(({ given: sum }) => moneyOf(sum).amountMinor > 0n);
}
