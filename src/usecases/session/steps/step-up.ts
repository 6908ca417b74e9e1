import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { saveSessionsEnded, insertSession, lockSession } from '#src/db/session/session.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Session } from '#src/domain/session/session.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Begun } from './begin-session.ts';

/**
 * Gives somebody who has just given a second factor a session that says so, in place of the one that they had: it has another id and
 * secret, and ends when the old one would have. Check and use up what they gave in the same transaction.
 *
 * Refused when the session has ended meanwhile.
 */
export async function stepUp(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, id }: Pick<Session, 'organizationId' | 'id'>,
): Promise<Outcome<Begun>> {
  const session = await lockSession(tx, { organizationId, id });
  if (!session || session.endedAt !== null) return refused({ kind: 'signed-out' });
  const { personId } = session;
  await saveSessionsEnded(tx, { organizationId, personIds: [personId], onlyId: id });
  const begun = await insertSession(tx, { ...session, secondFactorAt: tx.now });
  await insertActivities(tx, [
    {
      organizationId,
      id: deps.newId(),
      at: tx.now,
      kind: 'session.stepped-up',
      actorId: personId,
      subjectId: personId,
      detail: { sessionId: begun.session.id },
    },
  ]);
  return done(begun);
}
