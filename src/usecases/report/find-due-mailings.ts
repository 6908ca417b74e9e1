import { listMailingReaders } from '#src/db/report/spend-mailing.ts';
import { dueMonth } from '#src/domain/report/month-report.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Somebody who is to get the spend of a month. */
export type DueMailing = { organizationId: string; personId: string; month: string };

/** Who is to get the spend of which month now, by the clocks of their department. */
export async function findDueMailings({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<DueMailing[]> {
  const now = clock.now();
  return (await listMailingReaders(db)).flatMap(({ timeZone, mailedMonth, ...who }) => {
    const month = dueMonth(now, timeZone);
    const isDue = month !== undefined && (mailedMonth === null || mailedMonth < month);
    return isDue ? [{ ...who, month }] : [];
  });
}
