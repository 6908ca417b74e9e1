import { listMonthReaders, saveMonthTold } from '#src/db/report/month-told.ts';
import { transact } from '#src/db/kit/transact.ts';
import { type DepartmentMonth, monthReportFor, READERS } from '#src/domain/report/month-report.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';

/** A month of an organization, and what its departments gave in it. */
export type ToldMonth = { organizationId: string; month: string; departments: readonly DepartmentMonth[] };

/** Tells HR and finance what was given in a month, and those who answer for a department what was given there. Once a month. */
export async function tellMonth(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { organizationId, ...told }: ToldMonth,
): Promise<void> {
  await transact(deps, async (tx) => {
    if (!(await saveMonthTold(tx, organizationId, told.month))) return;
    const readers = await listMonthReaders(tx, organizationId, READERS);
    const news = readers.flatMap((reader) => {
      const detail = monthReportFor(reader, told);
      const { personId } = reader;
      return detail
        ? [{ organizationId, personId, subjectId: organizationId, kind: 'report.month' as const, detail }]
        : [];
    });
    await notify(deps, tx, news);
  });
}
