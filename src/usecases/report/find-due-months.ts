import { getOrganization, listOrganizationIds, type Organization } from '#src/db/people/organization.ts';
import { isMonthTold } from '#src/db/report/month-told.ts';
import { dueMonth } from '#src/domain/report/month-report.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** The months that people are to be told of now, `2026-11`, by the clocks of each organization. */
export async function findDueMonths({
  db,
  clock,
}: Pick<Deps, 'db' | 'clock'>): Promise<{ organization: Organization; month: string }[]> {
  const due: { organization: Organization; month: string }[] = [];
  for (const id of await listOrganizationIds(db)) {
    const organization = await getOrganization(db, id);
    const month = dueMonth(clock.now(), organization.timeZone);
    if (month !== undefined && !(await isMonthTold(db, id, month))) due.push({ organization, month });
  }
  return due;
}
