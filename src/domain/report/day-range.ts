import { Temporal } from 'temporal-polyfill';

/** Days such as `2026-11-01`, both of them included. */
export type DayRange = { from: string; to: string };

export const RANGE_PRESETS = [
  'this-month',
  'last-month',
  'this-quarter',
  'this-year',
  'last-12-months',
] as const;

export type RangePreset = (typeof RANGE_PRESETS)[number];

/** The days of a preset, seen from a day such as `2026-11-23`. What has only begun ends with its last day. */
export function presetRange(preset: RangePreset, today: string): DayRange {
  const month = Temporal.PlainYearMonth.from(today);
  switch (preset) {
    case 'this-month':
      return months(month, 1);
    case 'last-month':
      return months(month.subtract({ months: 1 }), 1);
    case 'this-quarter':
      return months(month.subtract({ months: (month.month - 1) % 3 }), 3);
    case 'this-year':
      return months(month.with({ month: 1 }), 12);
    case 'last-12-months':
      return months(month.subtract({ months: 11 }), 12);
  }
}

/** The days before these that they are compared with: as many months where they are whole months, else as many days. */
export function rangeBefore({ from, to }: DayRange): DayRange {
  const first = Temporal.PlainDate.from(from);
  const end = Temporal.PlainDate.from(to).add({ days: 1 });
  const length =
    first.day === 1 && end.day === 1 ? first.until(end, { largestUnit: 'month' }) : first.until(end);
  return { from: first.subtract(length).toString(), to: first.subtract({ days: 1 }).toString() };
}

/** The calendar month that these days are, such as `2026-11`; undefined where they are none. */
export function wholeMonth({ from, to }: DayRange): string | undefined {
  const month = Temporal.PlainYearMonth.from(from);
  const whole = months(month, 1);
  return whole.from === from && whole.to === to ? month.toString() : undefined;
}

/** The calendar year that these days are, such as `2026`; undefined where they are none. */
export function wholeYear({ from, to }: DayRange): string | undefined {
  const year = from.slice(0, 4);
  return from === `${year}-01-01` && to === `${year}-12-31` ? year : undefined;
}

function months(first: Temporal.PlainYearMonth, count: number): DayRange {
  const from = first.toPlainDate({ day: 1 });
  return { from: from.toString(), to: from.add({ months: count }).subtract({ days: 1 }).toString() };
}
