import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { getOrganization } from '#src/db/people/organization.ts';
import {
  deleteOldSessions,
  saveSessionsEnded,
  insertSession,
  findDeviceSince,
} from '#src/db/session/session.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import type { Person } from '#src/domain/people/person.ts';
import { lifetimeOf, type SignInOrigin, type Session, type SignInWay } from '#src/domain/session/session.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';

const KEPT_MS = 90 * DAY_MS;

/** `replaced`: the session that this browser had before: it ends with this. */
export type Beginning = {
  person: Person;
  how: SignInWay;
  isLimited: boolean;
  origin: SignInOrigin;
  replaced: Session | undefined;
};

/** A new session and what its browser holds of it, which nobody can read again. */
export type Begun = { session: Session; token: string };

/**
 * Opens a session inside a transaction. It always has an id and a secret of its own, so nothing that a browser held before it
 * signed in is worth more afterwards. If it is from a device that its owner has not used before, they are told.
 */
export async function beginSession(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { person, how, isLimited, origin, replaced }: Beginning,
): Promise<Begun> {
  const { organizationId, id: personId } = person;
  await deleteOldSessions(tx, { organizationId, personId, before: new Date(tx.now.getTime() - KEPT_MS) });
  if (replaced) {
    const { organizationId: itsOrganization, personId: ownerId, id: onlyId } = replaced;
    await saveSessionsEnded(tx, { organizationId: itsOrganization, personIds: [ownerId], onlyId });
  }
  const deviceSince = await findDeviceSince(tx, { organizationId, personId, userAgent: origin.userAgent });
  const begun = await insertSession(tx, {
    organizationId,
    personId,
    how,
    isLimited,
    ...origin,
    expiresAt: new Date(tx.now.getTime() + lifetimeOf(person.role).absoluteMs),
    secondFactorAt: null,
  });
  await insertActivities(tx, [
    {
      organizationId,
      id: deps.newId(),
      at: tx.now,
      kind: 'session.opened',
      actorId: personId,
      subjectId: personId,
      detail: { how, sessionId: begun.session.id },
    },
  ]);
  if (!deviceSince && how !== 'playground') await tellOfDevice(deps, tx, begun.session);
  return begun;
}

async function tellOfDevice(deps: Pick<Deps, 'newId'>, tx: Tx, session: Session): Promise<void> {
  const { organizationId, personId, id: subjectId, userAgent, address } = session;
  const { timeZone } = await getOrganization(tx, organizationId);
  const detail = { userAgent, address, at: session.madeAt.toISOString(), timeZone };
  await notify(deps, tx, [{ organizationId, personId, subjectId, kind: 'session.opened', detail }]);
}
