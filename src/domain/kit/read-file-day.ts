import { isDay } from './period.ts';

/** Which of two numbers of a date is the day: `03/04/2027`. */
export type DayOrder = 'dmy' | 'mdy';

export type ReadFileDay = { ok: true; day: string } | { ok: false; why: 'not-a-day' | 'unclear' };

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+Z?)?$/u;
const PARTED = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?: [\d:]+)?$/u;
const MONTH = /^(?:(\d{1,2})[./-](\d{4}|\d{2})|(\d{4})-(\d{1,2}))$/u;

/** Which order the dates of a whole file show; undefined where they show none, or both. A date with points begins with its day. */
export function dayOrderOf(cells: readonly string[]): DayOrder | undefined {
  const shown = new Set(cells.map(orderOf).filter((order) => order !== undefined));
  const [order, ...others] = shown;
  return others.length === 0 ? order : undefined;
}

function orderOf(cell: string): DayOrder | undefined {
  const [, one, mark, other] = PARTED.exec(cell.trim()) ?? [];
  if (mark === '.' || Number(one) > 12) return 'dmy';
  return Number(other) > 12 ? 'mdy' : undefined;
}

/**
 * Reads a calendar day such as `2027-03-31`, `31.03.2027`, `3/31/27`, or the last one of a month: `03/27`, `2027-03`. What only the
 * file as a whole can tell is unclear without an order.
 */
export function readFileDay(cell: string, order?: DayOrder): ReadFileDay {
  const text = cell.trim();
  const iso = ISO.exec(text);
  if (iso) return dayFrom(iso[1], iso[2], iso[3]);
  const month = MONTH.exec(text);
  if (month) return lastDayOf(month[2] ?? month[3], month[1] ?? month[4]);
  const [, one, , other, year] = PARTED.exec(text) ?? [];
  if (one === undefined || other === undefined) return { ok: false, why: 'not-a-day' };
  const known = orderOf(text) ?? (one === other ? 'dmy' : order);
  if (!known) return { ok: false, why: 'unclear' };
  return known === 'dmy' ? dayFrom(year, other, one) : dayFrom(year, one, other);
}

function dayFrom(year = '', month = '', day = ''): ReadFileDay {
  const full = year.length === 2 ? `20${year}` : year;
  const text = `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(text) ? { ok: true, day: text } : { ok: false, why: 'not-a-day' };
}

function lastDayOf(year: string | undefined, month: string | undefined): ReadFileDay {
  const days = [31, 30, 29, 28].map((day) => dayFrom(year, month, String(day)));
  return days.find(({ ok }) => ok) ?? { ok: false, why: 'not-a-day' };
}
