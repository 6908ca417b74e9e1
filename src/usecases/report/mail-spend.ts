import { insertActivities } from '#src/db/ledger/activity.ts';
import { getPerson } from '#src/db/people/person.ts';
import { deleteSpendMailing, takeMonth } from '#src/db/report/spend-mailing.ts';
import { transact } from '#src/db/kit/transact.ts';
import { mayGetSpend } from '#src/domain/report/spend-mailing.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import type { DueMailing } from './find-due-mailings.ts';

/** Mails somebody the spend of a month, once. Whoever left or may not see it any more gets nothing from now on, which is on record. */
export async function mailSpend(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { organizationId, personId, month }: DueMailing,
): Promise<void> {
  await transact(deps, async (tx) => {
    const person = await getPerson(tx, organizationId, personId);
    if (!mayGetSpend(person)) {
      if (!(await deleteSpendMailing(tx, person))) return;
      const base = { organizationId, id: deps.newId(), at: tx.now, subjectId: personId };
      return insertActivities(tx, [{ ...base, kind: 'spend-mailing.ended' }]);
    }
    const mailing = await takeMonth(tx, person, month);
    if (!mailing) return;
    const news = { organizationId, personId, subjectId: personId, kind: 'report.spend' as const };
    await notify(deps, tx, [{ ...news, detail: { month, ...mailing } }]);
  });
}
