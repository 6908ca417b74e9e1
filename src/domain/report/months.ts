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
