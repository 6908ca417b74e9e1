import { HOUR_MS } from '#src/domain/kit/time.ts';
import { liveADay } from './live-a-day.ts';
import {
  dropClaimDays,
  hire,
  openCompany,
  type SeedDeps,
  type Seeded,
  type SeedOptions,
} from './open-company.ts';
import { seedDays } from './seed-days.ts';
import { SAMPLE_ADDRESS } from './seed-people.ts';

/** Says how many gifts there are by now. */
type Progress = (gifts: number) => void;

const QUARTERS = 8;

/**
 * Fills a database with a company that has given for two years, at the time of its own clock. Requests are decided by the step that
 * decides all others, and every trigger and check is as always; what happens to many gifts on a day happens to them together, in
 * transactions of two thousand. Nobody is told anything.
 *
 * The same options make the same company, but for its codes, which nobody may foresee.
 */
export async function seedCompany(
  deps: SeedDeps,
  options: SeedOptions,
  onProgress: Progress = () => undefined,
): Promise<Seeded & { people: number }> {
  const company = await openCompany(deps, options);
  const days = seedDays(options.until, options.gifts);
  let target = 0;
  for (const [index, { at, gifts }] of days.entries()) {
    target += gifts;
    if (index % Math.ceil(days.length / QUARTERS) === 0) await hire(company, index / days.length);
    if (index === Math.floor(days.length / 2)) await dropClaimDays(company);
    const isLast = index === days.length - 1;
    if (gifts === 0 && !isLast) continue;
    company.clock.set(at.getTime() + 7 * HOUR_MS);
    await liveADay(company, { target, isLast }, onProgress);
  }
  const { app, organization, seeded, people } = company;
  await app.report.settleSample({ organizationId: organization.id, domain: SAMPLE_ADDRESS });
  while (!(await app.report.addUpSpend()).isDone) onProgress(seeded.gifts);
  return { ...seeded, people: people.length };
}
