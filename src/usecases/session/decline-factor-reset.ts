import { transact } from '#src/db/kit/transact.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { saveResetEnd } from '#src/db/session/factor-reset.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { getAdmin } from './steps/get-admin.ts';
import { lockReset } from './steps/lock-reset.ts';

/** Who says no: the person whose second factor it is, or any admin. */
export type DeclinedReset = { decider: Pick<Person, 'organizationId' | 'id'>; personId: string };

/** Ends a request to reset somebody's second factor, which stays as it is. */
export async function declineFactorReset(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { decider: { organizationId, id }, personId }: DeclinedReset,
): Promise<Outcome<{ person: Person }>> {
  return transact(deps, async (tx) => {
    const person = await lockPerson(tx, organizationId, personId);
    const decider = await getAdmin(deps, tx, { organizationId, id });
    if (!decider.ok) return decider;
    const { role, isDeactivated } = decider.value;
    if (isDeactivated || (role !== 'admin' && id !== personId)) return refused({ kind: 'admins-only', role });
    const locked = await lockReset(deps, tx, person);
    if (!locked.ok) return locked;
    await saveResetEnd(tx, locked.value, { status: 'declined', decidedBy: id });
    const who = { actorId: id, subjectId: personId };
    const detail = { resetId: locked.value.id };
    await insertActivities(tx, [
      { organizationId, id: deps.newId(), at: tx.now, kind: 'factor.reset-declined', ...who, detail },
    ]);
    return done({ person });
  });
}
