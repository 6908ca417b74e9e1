/** The calendar on the wall, by dates alone: days are written as `2027-03-28`, instants are in milliseconds. */

export type Kind = 'week' | 'month' | 'quarter' | 'half_year' | 'year';

/** How time is cut: how long, and in which month of the year the first stretch begins (1 to 12). */
export type Cut = { kind: Kind; firstMonth: number };

/** `first` is its first day, `next` the first day after it. */
export type Stretch = { key: string; first: string; next: string };

const MONTHS = { month: 1, quarter: 3, half_year: 6, year: 12 };
const DAY_MS = 24 * 3_600_000;
const QUARTER_HOUR_MS = 15 * 60_000;

const walls = new Map<string, Intl.DateTimeFormat>();
const seen = new Map<string, string>();

/** The date on the wall in a zone. The same are asked for again and again, and to look takes long: they are kept. */
export function dayAt(at: number, timeZone: string): string {
  const key = `${at} ${timeZone}`;
  const day = seen.get(key) ?? wallOf(timeZone).format(at);
  seen.set(key, day);
  return day;
}

function wallOf(timeZone: string): Intl.DateTimeFormat {
  const wall = walls.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  walls.set(timeZone, wall);
  return wall;
}

/** The stretch of a cut that a day is in. */
export function stretchOf(day: string, { kind, firstMonth }: Cut): Stretch {
  const [year = 0, month = 1] = day.split('-').map(Number);
  if (kind === 'week') {
    const monday = Date.parse(day) - ((new Date(day).getUTCDay() + 6) % 7) * DAY_MS;
    return stretch(kind, new Date(monday), new Date(monday + 7 * DAY_MS));
  }
  const length = MONTHS[kind];
  const first = month - 1 - ((month - firstMonth + 12) % length);
  return stretch(kind, new Date(Date.UTC(year, first)), new Date(Date.UTC(year, first + length)));
}

export function stretchBefore({ first }: Stretch, cut: Cut): Stretch {
  return stretchOf(dayOf(new Date(Date.parse(first) - DAY_MS)), cut);
}

/** The stretch right after another of the same cut. */
export function stretchAfter({ next }: Stretch, cut: Cut): Stretch {
  return stretchOf(next, cut);
}

/** The day so many days after another. */
export function dayAfter(day: string, days: number): string {
  return dayOf(new Date(Date.parse(day) + days * DAY_MS));
}

/** The instant at which a day begins in a zone: its first quarter of an hour, found by looking at the clock. */
export function beginOf(day: string, timeZone: string): number {
  let at = Date.parse(day) - DAY_MS;
  while (dayAt(at, timeZone) < day) at += QUARTER_HOUR_MS;
  return at;
}

function stretch(kind: Kind, first: Date, next: Date): Stretch {
  return { key: `${kind} from ${dayOf(first)}`, first: dayOf(first), next: dayOf(next) };
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
