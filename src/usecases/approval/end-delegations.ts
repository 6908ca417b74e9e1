import { insertActivities } from '#src/db/ledger/activity.ts';
import { endDelegationsOf } from '#src/db/people/approver.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Person } from '#src/domain/people/person.ts';

/** Ends what a person delegated, running or to come: they decide themselves again. Returns how many ended. */
export async function endDelegations(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { person, actorId }: { person: Person; actorId: string | null },
): Promise<number> {
  const { organizationId, id: personId } = person;
  return transact(deps, async (tx) => {
    const ended = await endDelegationsOf(tx, { organizationId, personId }, tx.now);
    if (ended === 0) return 0;
    const activity = { organizationId, id: deps.newId(), at: tx.now, actorId, subjectId: personId };
    await insertActivities(tx, [{ ...activity, kind: 'approval.delegation-ended', detail: { ended } }]);
    return ended;
  });
}
