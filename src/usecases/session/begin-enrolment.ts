import { transact } from '#src/db/kit/transact.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { endFactorRows, findFactorState, insertFactor } from '#src/db/session/factor.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import { ENROLMENT_MS, isFresh } from '#src/domain/session/factor.ts';
import { newTotpSecret } from '#src/kit/totp.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/**
 * Who is signed in, and when they last passed a second factor in this session; null when they did not. `isLimited`: what they signed in
 * with proves no more than an address.
 */
export type FactorSession = {
  person: Pick<Person, 'organizationId' | 'id'>;
  passedAt: Date | null;
  isLimited: boolean;
};

/**
 * Begins to set up an app: makes its secret, which `findEnrolment` shows. It takes the place of one that was begun before.
 *
 * Refuses whoever has a second factor and did not pass it in the last minutes: a new app takes the old one's place. Also those with
 * rights who signed in by an address alone: whoever has their mailbox must not set up in their name what they are asked for then.
 */
export async function beginEnrolment(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { person: asking, passedAt, isLimited }: FactorSession,
): Promise<Outcome<{ factorId: string }>> {
  const { organizationId, id: personId } = asking;
  return transact(deps, async (tx) => {
    const person = await lockPerson(tx, organizationId, personId);
    if (person.isDeactivated) return refused({ kind: 'inactive-person', name: person.name });
    const { factor } = await findFactorState(tx, { organizationId, personId });
    if (isLimited && person.role !== 'employee')
      return refused({ kind: 'limited-session', role: person.role });
    if (factor && !isFresh(passedAt, tx.now)) return refused({ kind: 'step-up-needed' });
    await endFactorRows(tx, { organizationId, personIds: [personId] }, 'begun');
    const id = deps.newId();
    await insertFactor(tx, {
      organizationId,
      id,
      personId,
      kind: 'totp',
      ...deps.keys.sealSecret(newTotpSecret(), id),
      madeAt: tx.now,
      expiresAt: new Date(tx.now.getTime() + ENROLMENT_MS),
    });
    const who = { actorId: personId, subjectId: personId };
    await insertActivities(tx, [
      {
        organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'factor.begun',
        ...who,
        detail: { factorId: id, kind: 'totp' },
      },
    ]);
    return done({ factorId: id });
  });
}
