import { isOnRecord } from '#src/db/ledger/on-record.ts';
import { getPerson } from '#src/db/people/person.ts';
import { findSessionByToken, saveSeen } from '#src/db/session/session.ts';
import type { Person } from '#src/domain/people/person.ts';
import { isLive, isSeenDue, type Session } from '#src/domain/session/session.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Who is signed in, with the rights that this session gives them, and the session. */
export type SignedIn = { person: Person; session: Session };

/**
 * Who a browser's token says is there. Undefined when the session has ended or expired, its owner has left, or Largesse did not
 * open it. That it is used is written down once a minute.
 */
export async function findSession(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'log'>,
  token: string,
): Promise<SignedIn | undefined> {
  const session = await findSessionByToken(deps.db, token);
  if (!session || session.endedAt !== null) return undefined;
  const { organizationId, personId, id } = session;
  const person = await getPerson(deps.db, organizationId, personId);
  const now = deps.clock.now();
  if (person.isDeactivated || !isLive(session, person.role, now)) return undefined;
  if (!(await isOnRecord(deps.db, deps.keys, { organizationId, name: 'session', key: id }))) {
    deps.log.error(
      { organizationId, personId, sessionId: id },
      'A session was refused: it was made or changed past Largesse; see: largesse audit verify',
    );
    return undefined;
  }
  if (isSeenDue(session, now)) await saveSeen(deps.db, session, now);
  return { person: session.isLimited ? { ...person, role: 'employee' } : person, session };
}
