import { DAY_MS } from '#src/domain/kit/time.ts';

/** A day on which a sample company works, in UTC, and how many gifts it gives then. */
export type SeedDay = { at: Date; gifts: number };

/** By month: more when the year ends and before summer, less in August. */
const SEASON = [0.9, 0.85, 1, 1, 1.05, 1.15, 0.8, 0.65, 1, 1.05, 1.2, 1.9];
/** By day of the week, from Sunday on: on Mondays people thank for the week before, few work at the week’s end. */
const WEEK = [0.03, 1.6, 1.1, 1, 0.95, 1.15, 0.05];
/** The company grows by so much over the time. */
const GROWTH = 0.4;
/** So many gifts are worth a day: a small company gives now and then. */
const FEWEST = 40;

/** The days of two years that end on a day such as `2026-10-31`, and so many gifts shared out among them. */
export function seedDays(until: string, gifts: number): SeedDay[] {
  const end = Date.parse(`${until}T00:00:00Z`);
  const start = new Date(end);
  start.setUTCFullYear(start.getUTCFullYear() - 2);
  const count = Math.round((end - start.getTime()) / DAY_MS);
  const days = Array.from({ length: count }, (_, index) => new Date(end - (count - 1 - index) * DAY_MS));
  const weights = days.map((day, index) => weightOf(day) * (1 + (GROWTH * index) / count));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let [shared, owed] = [0, 0];
  return days.map((at, index) => {
    owed += ((weights[index] ?? 0) / total) * gifts;
    const isLast = index === count - 1;
    const due = (isLast ? gifts : Math.min(gifts, Math.floor(owed))) - shared;
    const today = isLast || due >= FEWEST ? due : 0;
    shared += today;
    return { at, gifts: today };
  });
}

function weightOf(day: Date): number {
  return (SEASON[day.getUTCMonth()] ?? 1) * (WEEK[day.getUTCDay()] ?? 1);
}
