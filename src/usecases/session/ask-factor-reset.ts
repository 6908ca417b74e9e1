import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { listByRoles, lockPerson } from '#src/db/people/person.ts';
import { findFactorState } from '#src/db/session/factor.ts';
import { insertFactorReset, lockOpenReset, saveResetEnd } from '#src/db/session/factor-reset.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import { FACTOR_RESET_MS, type FactorReset, refusalToAsk } from '#src/domain/session/factor-reset.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { getAdmin } from './steps/get-admin.ts';

/** An admin who asks, about whom, and why: the other admins and the person read it. */
export type AskedReset = {
  admin: Pick<Person, 'organizationId' | 'id'>;
  personId: string;
  reason: string;
};

/**
 * Asks another admin to reset somebody's second factor. Nothing is reset by that, and everybody concerned is told: whoever did not
 * lose anything can say so.
 *
 * Refuses who is no admin, admins about themselves, people without a second factor, and a second request while one waits.
 */
export async function askFactorReset(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { admin: { organizationId, id: adminId }, personId, reason }: AskedReset,
): Promise<Outcome<FactorReset>> {
  if (reason.trim() === '') return refused({ kind: 'reset-reason-missing' });
  return transact(deps, async (tx) => {
    const person = await lockPerson(tx, organizationId, personId);
    const admin = await getAdmin(deps, tx, { organizationId, id: adminId });
    if (!admin.ok) return admin;
    const refusal = refusalToAsk(admin.value, personId);
    if (refusal) return refused(refusal);
    if (person.isDeactivated) return refused({ kind: 'inactive-person', name: person.name });
    const { factor } = await findFactorState(tx, { organizationId, personId });
    if (!factor) return refused({ kind: 'no-factor-of', name: person.name });
    const waiting = await lockOpenReset(tx, { organizationId, personId });
    if (waiting && waiting.expiresAt > tx.now)
      return refused({ kind: 'reset-asked-already', name: person.name });
    if (waiting) await saveResetEnd(tx, waiting, { status: 'expired', decidedBy: null });
    return done(await ask(deps, tx, { person, admin: admin.value, reason: reason.trim() }));
  });
}

async function ask(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { person, admin, reason }: { person: Person; admin: Person; reason: string },
): Promise<FactorReset> {
  const { organizationId, id: personId, name } = person;
  const id = deps.newId();
  const expiresAt = new Date(tx.now.getTime() + FACTOR_RESET_MS);
  const reset = { organizationId, id, personId, askedBy: admin.id, reason, askedAt: tx.now, expiresAt };
  await insertFactorReset(tx, reset);
  const who = { actorId: admin.id, subjectId: personId };
  await insertActivities(tx, [
    {
      organizationId,
      id: deps.newId(),
      at: tx.now,
      kind: 'factor.reset-asked',
      ...who,
      detail: { resetId: id },
    },
  ]);
  const admins = await listByRoles(tx, organizationId, ['admin']);
  const readers = new Set([personId, ...admins.filter((one) => one !== admin.id)]);
  await notify(
    deps,
    tx,
    [...readers].map((reader) => ({
      organizationId,
      personId: reader,
      subjectId: id,
      kind: 'factor.reset-asked' as const,
      detail: { asker: admin.name, name, reason, isReader: reader === personId },
    })),
  );
  return { ...reset, status: 'open' };
}
