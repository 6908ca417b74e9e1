import { Temporal } from 'temporal-polyfill';
import { foldText } from '#src/domain/kit/fold.ts';

type Named = { id: string; name: string };

/** What the words behind `/report` ask for: a month such as `2026-10`, and one department or all that may be seen. */
export type AskedReport<D extends Named = Named> =
  | { kind: 'asked'; month: string; department: D | undefined }
  /** The month has not begun. */
  | { kind: 'future'; month: string }
  /** Not understood: nothing is guessed. */
  | { kind: 'misread'; text: string };

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
/** More than any month and name have. */
const MOST_WORDS = 40;
/** Before that, nobody gave anything here. */
const FIRST_YEAR = 1970;

/**
 * Reads a month, a department's name, or both in either order: `2026-10`, `last month`, `october`, `oct 2025`, `Design october`. All of
 * it counts, and a name goes before a month. A month without its year is the last one of that name that has begun.
 */
export function readAskedReport<D extends Named>(
  text: string,
  { today, departments }: { today: string; departments: readonly D[] },
): AskedReport<D> {
  const thisMonth = Temporal.PlainYearMonth.from(today);
  const words = foldText(text).split(' ').filter(Boolean);
  if (words.length > MOST_WORDS) return { kind: 'misread', text: text.trim() };
  for (const [first, rest] of waysToPart(words)) {
    for (const [name, when] of [
      [first, rest],
      [rest, first],
    ] as const) {
      const department = departments.find((one) => foldText(one.name) === name);
      const month = readMonth(when, thisMonth);
      if ((name !== '' && !department) || !month) continue;
      if (Temporal.PlainYearMonth.compare(month, thisMonth) > 0)
        return { kind: 'future', month: month.toString() };
      return { kind: 'asked', month: month.toString(), department };
    }
  }
  return { kind: 'misread', text: text.trim() };
}

/** All words on one side first, then every place between two of them. */
function waysToPart(words: readonly string[]): [string, string][] {
  return Array.from({ length: words.length + 1 }, (_, left) => {
    const at = words.length - left;
    return [words.slice(0, at).join(' '), words.slice(at).join(' ')];
  });
}

/** Nothing at all is this month. */
function readMonth(text: string, thisMonth: Temporal.PlainYearMonth): Temporal.PlainYearMonth | undefined {
  if (text === '' || text === 'this month') return thisMonth;
  if (text === 'last month') return thisMonth.subtract({ months: 1 });
  const { year, number } = /^(?<year>\d{4})-(?<number>0[1-9]|1[0-2])$/u.exec(text)?.groups ?? {};
  if (year !== undefined) return monthOf(Number(year), Number(number));
  const { name = '', of } = /^(?<name>\p{L}+)(?: (?<of>\d{4}))?$/u.exec(text)?.groups ?? {};
  const month = MONTHS.findIndex((one) => one === name || one.slice(0, 3) === name) + 1;
  if (month === 0) return undefined;
  if (of !== undefined) return monthOf(Number(of), month);
  return monthOf(month > thisMonth.month ? thisMonth.year - 1 : thisMonth.year, month);
}

function monthOf(year: number, month: number): Temporal.PlainYearMonth | undefined {
  return year < FIRST_YEAR ? undefined : Temporal.PlainYearMonth.from({ year, month });
}
