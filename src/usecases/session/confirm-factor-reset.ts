import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { saveResetEnd } from '#src/db/session/factor-reset.ts';
import { saveSessionsEnded } from '#src/db/session/session.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import { type FactorReset, refusalToAsk, refusalToConfirm } from '#src/domain/session/factor-reset.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { endFactors } from '#src/usecases/kit/end-factors.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { getAdmin } from './steps/get-admin.ts';
import { lockReset } from './steps/lock-reset.ts';

/** An admin who decides, and whose second factor it is about. */
export type ResetDecision = { admin: Pick<Person, 'organizationId' | 'id'>; personId: string };

/**
 * Resets somebody's second factor, on the word of a second admin: it ends, with the recovery codes and everything that they are signed
 * in with, and they are told how they get back in.
 *
 * Refuses the admin who asked, the person themselves, who is no admin, and what waited too long. It is also refused when the admin who
 * asked is none any more.
 *
 * @throws `LostAnswer` when it may have been done; after any other fault it was not.
 */
export async function confirmFactorReset(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { admin: { organizationId, id: adminId }, personId }: ResetDecision,
): Promise<Outcome<{ person: Person }>> {
  return transact(deps, async (tx) => {
    const person = await lockPerson(tx, organizationId, personId);
    const locked = await lockReset(deps, tx, person);
    if (!locked.ok) return locked;
    const admin = await getAdmin(deps, tx, { organizationId, id: adminId });
    if (!admin.ok) return admin;
    const refusal = refusalToConfirm(admin.value, locked.value);
    if (refusal) return refused(refusal);
    const asker = await getAdmin(deps, tx, { organizationId, id: locked.value.askedBy });
    if (!asker.ok) return asker;
    if (refusalToAsk(asker.value, personId))
      return refused({ kind: 'asker-no-admin', name: asker.value.name });
    await reset(deps, tx, locked.value, { asker: asker.value, admin: admin.value });
    return done({ person });
  });
}

async function reset(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, id, personId }: FactorReset,
  { asker, admin }: { asker: Person; admin: Person },
): Promise<void> {
  await saveResetEnd(tx, { organizationId, id }, { status: 'confirmed', decidedBy: admin.id });
  await endFactors(deps, tx, { organizationId, personIds: [personId], actorId: admin.id, why: 'reset' });
  await saveSessionsEnded(tx, { organizationId, personIds: [personId] });
  const who = { actorId: admin.id, subjectId: personId };
  await insertActivities(tx, [
    {
      organizationId,
      id: deps.newId(),
      at: tx.now,
      kind: 'factor.reset',
      ...who,
      detail: { resetId: id, askedBy: asker.id },
    },
  ]);
  const told = { kind: 'factor.reset' as const, detail: { asker: asker.name, confirmer: admin.name } };
  await notify(deps, tx, [{ organizationId, personId, subjectId: id, ...told }]);
}
