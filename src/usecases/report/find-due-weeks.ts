import { getPerson } from '#src/db/people/person.ts';
import { listTimeZones, listWeekReaders } from '#src/db/report/week-told.ts';
import type { Person } from '#src/domain/people/person.ts';
import { dueWeek, WEEK_READERS } from '#src/domain/report/week-report.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Who is to be told of their week, by the clocks of their department. */
export async function findDueWeeks({
  db,
  clock,
}: Pick<Deps, 'db' | 'clock'>): Promise<{ person: Person; timeZone: string; week: string; now: Date }[]> {
  const now = clock.now();
  const due = (await listTimeZones(db)).flatMap((timeZone) => {
    const week = dueWeek(now, timeZone);
    return week === undefined ? [] : [{ timeZone, week }];
  });
  if (due.length === 0) return [];
  const readers = await listWeekReaders(db, due, WEEK_READERS);
  return Promise.all(
    readers.map(async ({ organizationId, personId, timeZone, week }) => ({
      person: await getPerson(db, organizationId, personId),
      timeZone,
      week,
      now,
    })),
  );
}
