import { Temporal } from 'temporal-polyfill';

/** Calendar days such as `2026-11-23`, both included. */
export type Days = { from: string; to: string };

/** This month up to a day, and as many days of the month before: a longer month is not compared with a shorter one. */
export function monthToDate(today: string): { now: Days; before: Days } {
  const day = Temporal.PlainDate.from(today);
  const first = day.with({ day: 1 });
  const firstBefore = first.subtract({ months: 1 });
  const sameDay = firstBefore.with({ day: day.day }, { overflow: 'constrain' });
  return {
    now: { from: first.toString(), to: today },
    before: { from: firstBefore.toString(), to: sameDay.toString() },
  };
}

/** The twelve months of a day's year, and of the year before. */
export function monthsOfYears(today: string): { thisYear: Days[]; lastYear: Days[] } {
  const { year } = Temporal.PlainDate.from(today);
  return { thisYear: monthsOf(year), lastYear: monthsOf(year - 1) };
}

function monthsOf(year: number): Days[] {
  return Array.from({ length: 12 }, (_, index) => {
    const first = Temporal.PlainDate.from({ year, month: index + 1, day: 1 });
    return { from: first.toString(), to: first.with({ day: first.daysInMonth }).toString() };
  });
}

/** A month such as `2026-11` up to today, with as many days of the month before; both whole where it is over. */
export function monthInDays(month: string, today: string): { days: Days; before: Days; isRunning: boolean } {
  if (today.startsWith(month)) {
    const { now, before } = monthToDate(today);
    return { days: now, before, isRunning: true };
  }
  const first = Temporal.PlainYearMonth.from(month);
  return { days: daysOf(first), before: daysOf(first.subtract({ months: 1 })), isRunning: false };
}

/** How many months a department’s report looks back. */
export const MONTHS_SHOWN = 6;

/** A month and those before it, so many in all. */
export function lastMonths(month: string, count: number): Days {
  const last = Temporal.PlainYearMonth.from(month);
  return { from: daysOf(last.subtract({ months: count - 1 })).from, to: daysOf(last).to };
}

function daysOf(month: Temporal.PlainYearMonth): Days {
  return {
    from: month.toPlainDate({ day: 1 }).toString(),
    to: month.toPlainDate({ day: month.daysInMonth }).toString(),
  };
}
