import { getPerson } from '#src/db/people/person.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { listOpenSessions } from '#src/db/session/session.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';
import { isLive, type Session } from '#src/domain/session/session.ts';

/** Where a person is signed in at an instant, the device used last first; none when the reader may not know. */
export async function listSessions(
  db: Reader,
  scope: Scope,
  personId: string,
  now: Date,
): Promise<Session[]> {
  const { organizationId } = scope;
  if (!sees(scope, { people: [{ id: personId, managerId: null }] })) return [];
  const open = await listOpenSessions(db, { organizationId, personId });
  if (open.length === 0) return [];
  const person = await getPerson(db, organizationId, personId);
  return open.filter((session) => isLive(session, person.role, now));
}
