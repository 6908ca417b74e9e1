import { transact } from '#src/db/kit/transact.ts';
import { getPerson } from '#src/db/people/person.ts';
import { saveWeekTold } from '#src/db/report/week-told.ts';
import type { WeekReport } from '#src/domain/message/week-report.ts';
import type { Person } from '#src/domain/people/person.ts';
import { isWorthTelling } from '#src/domain/report/week-report.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';

/** Tells somebody of their week, once; not when there is nothing to say, and not who has left meanwhile. */
export async function tellWeek(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { organizationId, id: personId }: Pick<Person, 'organizationId' | 'id'>,
  detail: WeekReport,
): Promise<void> {
  await transact(deps, async (tx) => {
    if (!(await saveWeekTold(tx, { organizationId, personId, week: detail.week }))) return;
    const { isDeactivated } = await getPerson(tx, organizationId, personId);
    if (isDeactivated || !isWorthTelling(detail)) return;
    const news = {
      organizationId,
      personId,
      subjectId: organizationId,
      kind: 'report.week' as const,
      detail,
    };
    await notify(deps, tx, [news]);
  });
}
