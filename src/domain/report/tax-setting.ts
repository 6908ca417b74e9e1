import { Temporal } from 'temporal-polyfill';
import type { DayRange } from './day-range.ts';

/** Whether a gift counts for tax when it is given, or when its recipient redeems it. */
export const TAX_BASES = ['issue', 'redemption'] as const;
export type TaxBasis = (typeof TAX_BASES)[number];

export const PAY_KINDS = ['month', 'half-month', 'two-weeks', 'week'] as const;
export type PayKind = (typeof PAY_KINDS)[number];

/** `anchor`: the first day of any pay period, for those that are counted in weeks. */
export type PayCalendar = { kind: PayKind; anchor: string };

/** What an organization says about tax, from a day on. `isGrossedUp`: it pays the tax on gifts itself. */
export type TaxSetting = {
  since: string;
  basis: TaxBasis;
  isGrossedUp: boolean;
  pay: PayCalendar;
};

/** While nobody has said anything. */
const DEFAULT_TAX_SETTING: TaxSetting = {
  since: '0001-01-01',
  basis: 'issue',
  isGrossedUp: false,
  pay: { kind: 'month', anchor: '2026-01-05' },
};

/** All that was said, in the order in which it was; what was said later holds from its day on. */
export type TaxSettings = readonly TaxSetting[];

/** What holds on a day. */
export function taxSettingOn(settings: TaxSettings, day: string): TaxSetting {
  let found = DEFAULT_TAX_SETTING;
  for (const setting of settings) {
    if (setting.since <= day && setting.since >= found.since) found = setting;
  }
  return found;
}

/** What holds last. */
export function lastTaxSetting(settings: TaxSettings): TaxSetting {
  return taxSettingOn(settings, '9999-12-31');
}

/**
 * The pay period that a day is in. Where another calendar begins in the middle of one, that one ends the day before, so that every day
 * is in exactly one.
 */
export function payPeriodOf(settings: TaxSettings, day: string): DayRange {
  const { pay } = taxSettingOn(settings, day);
  const { from, to } = inCalendar(pay, Temporal.PlainDate.from(day));
  const changes = changesOf(settings);
  const begun = changes.findLast((change) => change <= day && change > from);
  const ended = changes.find((change) => change > day && change <= to);
  return { from: begun ?? from, to: ended === undefined ? to : dayBefore(ended) };
}

/** The pay period of a day and those before it, newest first. */
export function listPayPeriods(settings: TaxSettings, day: string, count: number): DayRange[] {
  const periods: DayRange[] = [];
  for (let at = day; periods.length < count; ) {
    const period = payPeriodOf(settings, at);
    periods.push(period);
    at = dayBefore(period.from);
  }
  return periods;
}

/** The days on which another calendar begins. */
function changesOf(settings: TaxSettings): string[] {
  const days = [...new Set(settings.map(({ since }) => since))].toSorted();
  return days.filter((day) => {
    const [before, after] = [taxSettingOn(settings, dayBefore(day)).pay, taxSettingOn(settings, day).pay];
    return before.kind !== after.kind || before.anchor !== after.anchor;
  });
}

function inCalendar({ kind, anchor }: PayCalendar, day: Temporal.PlainDate): DayRange {
  switch (kind) {
    case 'month':
      return range(day.with({ day: 1 }), day.with({ day: day.daysInMonth }));
    case 'half-month':
      return day.day <= 15
        ? range(day.with({ day: 1 }), day.with({ day: 15 }))
        : range(day.with({ day: 16 }), day.with({ day: day.daysInMonth }));
    case 'week':
      return inWeeks(day, anchor, 7);
    case 'two-weeks':
      return inWeeks(day, anchor, 14);
  }
}

function inWeeks(day: Temporal.PlainDate, anchor: string, length: number): DayRange {
  const gone = Temporal.PlainDate.from(anchor).until(day, { largestUnit: 'day' }).days;
  const first = day.subtract({ days: ((gone % length) + length) % length });
  return range(first, first.add({ days: length - 1 }));
}

function range(from: Temporal.PlainDate, to: Temporal.PlainDate): DayRange {
  return { from: from.toString(), to: to.toString() };
}

/** The calendar day before one. */
export function dayBefore(day: string): string {
  return Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
}
