import { transact } from '#src/db/kit/transact.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { findFactorState } from '#src/db/session/factor.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { isFresh } from '#src/domain/session/factor.ts';
import type { RecoveryCode } from '#src/domain/session/recovery-code.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import type { FactorSession } from './begin-enrolment.ts';
import { makeRecoveryCodes, saveRecoveryCodes } from './steps/make-recovery-codes.ts';

/**
 * Makes ten new recovery codes, which nobody can show again; those before are worth nothing any more.
 *
 * Refuses whoever has no second factor, or did not pass it in the last minutes.
 */
export async function renewRecoveryCodes(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { person: { organizationId, id: personId }, passedAt }: FactorSession,
): Promise<Outcome<{ codes: RecoveryCode[] }>> {
  if (!isFresh(passedAt, deps.clock.now())) return refused({ kind: 'step-up-needed' });
  // Hashing takes long, so it is done before anything is locked.
  const made = await makeRecoveryCodes(deps);
  return transact(deps, async (tx) => {
    const person = await lockPerson(tx, organizationId, personId);
    if (person.isDeactivated) return refused({ kind: 'inactive-person', name: person.name });
    const { factor } = await findFactorState(tx, { organizationId, personId });
    if (!factor) return refused({ kind: 'no-factor' });
    await saveRecoveryCodes(tx, { organizationId, personId }, made);
    const id = deps.newId();
    const who = { actorId: personId, subjectId: personId };
    await insertActivities(tx, [
      {
        organizationId,
        id,
        at: tx.now,
        kind: 'factor.codes-renewed',
        ...who,
        detail: { factorId: factor.id },
      },
    ]);
    const told = { kind: 'factor.codes-renewed' as const, detail: {} };
    await notify(deps, tx, [{ organizationId, personId, subjectId: id, ...told }]);
    return done({ codes: made.codes });
  });
}
