import { transact } from '#src/db/kit/transact.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { findFactorState } from '#src/db/session/factor.ts';
import { findFactorPolicy } from '#src/db/session/factor-policy.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { isFresh } from '#src/domain/session/factor.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { endFactors } from '#src/usecases/kit/end-factors.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import type { FactorSession } from './begin-enrolment.ts';

/**
 * Ends somebody's own second factor: they are not asked for it any more.
 *
 * Refuses roles that have to have one, and whoever did not pass it in the last minutes.
 */
export async function removeFactor(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { person: { organizationId, id: personId }, passedAt }: FactorSession,
): Promise<Outcome<{ factorId: string }>> {
  return transact(deps, async (tx) => {
    const person = await lockPerson(tx, organizationId, personId);
    const { factor } = await findFactorState(tx, { organizationId, personId });
    if (!factor) return refused({ kind: 'no-factor' });
    if (!isFresh(passedAt, tx.now)) return refused({ kind: 'step-up-needed' });
    const { roles } = await findFactorPolicy(tx, organizationId);
    if (roles.includes(person.role)) return refused({ kind: 'factor-required', role: person.role });
    await endFactors(deps, tx, { organizationId, personIds: [personId], actorId: personId, why: 'removed' });
    const told = { kind: 'factor.ended' as const, detail: {} };
    await notify(deps, tx, [{ organizationId, personId, subjectId: factor.id, ...told }]);
    return done({ factorId: factor.id });
  });
}
