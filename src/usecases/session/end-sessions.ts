import { insertActivities } from '#src/db/ledger/activity.ts';
import { transact } from '#src/db/kit/transact.ts';
import { saveSessionsEnded } from '#src/db/session/session.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Whose sessions end: all, or only one, or all but one. `actorId`: who ends them, null where the operator does. */
export type SessionsToEnd = {
  organizationId: string;
  personId: string;
  actorId: string | null;
  onlyId?: string;
  exceptId?: string;
};

/** Signs somebody out, on one device or on several. Says how many: none when it had happened before, or was not theirs. */
export async function endSessions(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { organizationId, personId, actorId, onlyId, exceptId }: SessionsToEnd,
): Promise<number> {
  return transact(deps, async (tx) => {
    const ended = await saveSessionsEnded(tx, { organizationId, personIds: [personId], onlyId, exceptId });
    await insertActivities(
      tx,
      ended.map((sessionId) => ({
        organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'session.ended' as const,
        actorId,
        subjectId: personId,
        detail: { sessionId },
      })),
    );
    return ended.length;
  });
}
