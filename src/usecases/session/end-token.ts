import { transact } from '#src/db/kit/transact.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { saveTokensEnded } from '#src/db/session/api-token.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { ApiToken } from '#src/domain/session/api-token.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** `actorId`: who ends it, an admin; null where the operator does. */
export type TokenToEnd = { organizationId: string; tokenId: string; actorId: string | null };

/** Ends a token at once: the program that holds it is refused from now on. Refused when there is none, or it has ended before. */
export async function endToken(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { organizationId, tokenId, actorId }: TokenToEnd,
): Promise<Outcome<ApiToken>> {
  return transact(deps, async (tx) => {
    const [ended] = await saveTokensEnded(tx, { organizationId, onlyId: tokenId });
    if (!ended) return refused({ kind: 'unknown-token' });
    await insertActivities(tx, [
      {
        organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'token.ended',
        actorId,
        subjectId: ended.personId,
        detail: { tokenId },
      },
    ]);
    return done(ended);
  });
}
