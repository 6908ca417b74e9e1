import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { lockPerson } from '#src/db/people/person.ts';
import {
  findSealedFactor,
  saveFactorConfirmed,
  type SealedFactor,
  takeTimeStep,
} from '#src/db/session/factor.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { parseAppCode, type RecoveryCode } from '#src/domain/session/recovery-code.ts';
import { timeStepOf } from '#src/kit/totp.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { endFactors } from '#src/usecases/kit/end-factors.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import type { TypedFactor } from './pass-factor.ts';
import type { Begun } from './steps/begin-session.ts';
import { openFactor } from './steps/open-factor.ts';
import { stepUp } from './steps/step-up.ts';
import { refusalOfAlteredFactor } from './steps/refuse-altered-factor.ts';
import { makeRecoveryCodes, type MadeCodes, saveRecoveryCodes } from './steps/make-recovery-codes.ts';

type ConfirmDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** The codes to be shown once, and the session that says that a second factor was given. */
export type Confirmed = { codes: RecoveryCode[]; begun: Begun };

/**
 * Ends the set-up of an app by its first code, which is used up by that. From now on it is asked for; one that was there before ends.
 * Returns new recovery codes, which nobody can show again.
 *
 * A wrong code costs nothing here: whoever sets an app up has its secret.
 */
export async function confirmEnrolment(
  deps: ConfirmDeps,
  { person: { organizationId, id: personId }, session, typed }: TypedFactor,
): Promise<Outcome<Confirmed>> {
  const digits = parseAppCode(typed);
  if (digits === undefined) return refused({ kind: 'mistyped-app-code' });
  const begun = await findSealedFactor(deps.db, { organizationId, personId }, 'begun');
  if (!begun) return refused({ kind: 'no-enrolment' });
  const secret = await openFactor(deps, begun);
  if (!secret.ok) return secret;
  const step = timeStepOf({ secret: secret.value, digits, at: deps.clock.now() });
  if (step === undefined) return refused({ kind: 'wrong-app-code' });
  // Hashing takes long, so it is done before anything is locked.
  const made = await makeRecoveryCodes(deps);
  return transact(deps, async (tx) => {
    const person = await lockPerson(tx, organizationId, personId);
    if (person.isDeactivated) return refused({ kind: 'inactive-person', name: person.name });
    if (begun.expiresAt <= tx.now) return refused({ kind: 'no-enrolment' });
    const altered = await refusalOfAlteredFactor(deps, tx, { organizationId, name: 'factor', key: begun.id });
    if (altered) return refused(altered);
    if (!(await takeTimeStep(tx, begun, step))) return refused({ kind: 'no-enrolment' });
    const refusal = await confirm(deps, tx, begun, made);
    if (refusal) return refused(refusal);
    const stepped = await stepUp(deps, tx, session);
    return stepped.ok ? done({ codes: made.codes, begun: stepped.value }) : stepped;
  });
}

async function confirm(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, id: factorId, personId, kind }: SealedFactor,
  made: MadeCodes,
): Promise<Refusal | undefined> {
  const end = { organizationId, personIds: [personId], actorId: personId, why: 'replaced' as const };
  const { ended } = await endFactors(deps, tx, end);
  if (!(await saveFactorConfirmed(tx, { organizationId, id: factorId }))) return { kind: 'no-enrolment' };
  await saveRecoveryCodes(tx, { organizationId, personId }, made);
  const who = { actorId: personId, subjectId: personId };
  await insertActivities(tx, [
    {
      organizationId,
      id: deps.newId(),
      at: tx.now,
      kind: 'factor.added',
      ...who,
      detail: { factorId, kind },
    },
  ]);
  const told = { kind: 'factor.added' as const, detail: { isReplaced: ended > 0 } };
  await notify(deps, tx, [{ organizationId, personId, subjectId: factorId, ...told }]);
  return undefined;
}
