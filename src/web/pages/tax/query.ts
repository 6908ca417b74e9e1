import type { DayRange } from '#src/domain/report/day-range.ts';
import { payPeriodOf, type TaxSettings } from '#src/domain/report/tax-setting.ts';
import { isPossible } from '../spend/query.ts';

/**
 * What an address asks of the tax page: the pay period that a day is in, as it stood at the end of another, and the year of the 1099
 * totals. `days` end where nothing can be said yet.
 */
export type TaxQuery = {
  period: DayRange;
  days: DayRange;
  at: string;
  year: string;
  page: number;
  isMisread: boolean;
};

/** Before these years there are no gifts, and after them nothing is known. */
const YEARS = { first: 2000, last: 2999 };

/** Days that there are not, and those that have not begun, are as today. */
export function readTaxQuery(
  { day = '', at = '', year = '', page = '' }: Record<string, string>,
  { today, settings }: { today: string; settings: TaxSettings },
): TaxQuery {
  const isDayThere = isPossible(day) && day <= today;
  const isAtThere = isPossible(at) && at <= today;
  const period = payPeriodOf(settings, isDayThere ? day : today);
  const until = isAtThere ? at : today;
  const shown = until < period.from ? period.from : until;
  return {
    period,
    days: { from: period.from, to: shown < period.to ? shown : period.to },
    at: until,
    year: readYear(year, today),
    page: /^[1-9]\d{0,4}$/u.test(page) ? Number(page) : 1,
    isMisread: (day !== '' && !isDayThere) || (at !== '' && !isAtThere),
  };
}

function readYear(year: string, today: string): string {
  const isThere = /^\d{4}$/u.test(year) && Number(year) >= YEARS.first && Number(year) <= YEARS.last;
  return isThere && year <= today.slice(0, 4) ? year : today.slice(0, 4);
}

/** The query of an address that shows the same. */
export function taxParameters({ period, at }: TaxQuery, today: string) {
  return { day: period.from, at: at === today ? undefined : at };
}
