import { insertActivities } from '#src/db/ledger/activity.ts';
import { transact } from '#src/db/kit/transact.ts';
import { saveFrozen } from '#src/db/people/department.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Department } from '#src/domain/people/department.ts';
import { refuseOwnGrant } from './steps/refuse-own-grant.ts';

type Freezing = { department: Department; isFrozen: boolean; actorId: string | null; reason?: string };

/** Stops giving from a department's budget, or resumes it. Does nothing when it already is in that state. Nobody resumes their own department's. */
export async function freezeBudget(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { department, isFrozen, actorId, reason }: Freezing,
): Promise<Outcome<undefined>> {
  const { organizationId, id: departmentId } = department;
  const detail = { departmentId, ...(reason && { reason }) };
  const kind = isFrozen ? 'budget.frozen' : 'budget.unfrozen';
  return transact(deps, async (tx) => {
    const own = isFrozen ? undefined : await refuseOwnGrant(tx, { organizationId, actorId, departmentId });
    if (own) return refused(own);
    if (!(await saveFrozen(tx, department, isFrozen ? tx.now : null))) return done(undefined);
    await insertActivities(tx, [{ organizationId, id: deps.newId(), at: tx.now, kind, actorId, detail }]);
    return done(undefined);
  });
}
