import { insertActivities } from '#src/db/ledger/activity.ts';
import { insertDelegation } from '#src/db/people/approver.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Person } from '#src/domain/people/person.ts';

export type Delegation = { from: Person; to: Person; startsAt: Date; endsAt: Date };

/** Lets somebody decide for another person for a while. Refuses delegating to oneself, and a time in the past. */
export async function delegateApprovals(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { from, to, startsAt, endsAt }: Delegation,
): Promise<Outcome<Delegation>> {
  if (from.id === to.id) return refused({ kind: 'own-delegate' });
  if (to.isDeactivated) return refused({ kind: 'inactive-delegate', name: to.name });
  if (endsAt <= startsAt || endsAt <= deps.clock.now()) return refused({ kind: 'time-is-over' });
  const { organizationId } = from;
  const detail = { delegateId: to.id, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
  await transact(deps, async (tx) => {
    const id = deps.newId();
    await insertDelegation(tx, {
      organizationId,
      id,
      personId: from.id,
      delegateId: to.id,
      startsAt,
      endsAt,
    });
    await insertActivities(tx, [
      {
        organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'approval.delegated',
        subjectId: from.id,
        detail,
      },
    ]);
  });
  return done({ from, to, startsAt, endsAt });
}
