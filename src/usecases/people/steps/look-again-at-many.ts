import { listStaleAccounts } from '#src/db/people/identity.ts';
import { accountKey } from '#src/db/people/pending-identity.ts';
import type { ChatRef } from '#src/domain/people/person-ref.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { followUser } from './follow-user.ts';
import { LOOK_LASTS_MS, lookAgain } from './look-again.ts';

type LookDeps = Pick<
  Deps,
  'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'findChatUser' | 'reachable' | 'log'
>;

/** How many users a platform is asked about at a time. */
const AT_ONCE = 5;

/**
 * Looks again at users whom nobody has looked at for a day, each once. What a platform does not answer now is asked
 * another time: it stops nobody's gift.
 */
export async function lookAgainAtMany(
  deps: LookDeps,
  known: readonly { organizationId: string; ref: ChatRef }[],
): Promise<void> {
  const users = new Map(
    known.map(({ organizationId, ref }) => [accountKey({ organizationId, ...ref }), { organizationId, ref }]),
  );
  const since = new Date(deps.clock.now().getTime() - LOOK_LASTS_MS);
  const refs = [...users.values()].map(({ organizationId, ref }) => ({ organizationId, ...ref }));
  const stale = await listStaleAccounts(deps.db, refs, since);
  const queue = stale.flatMap((account) => users.get(accountKey(account)) ?? []).values();
  let isAnswering = true;

  async function lookAtNext(): Promise<void> {
    for (const { organizationId, ref } of queue) {
      const { platform, workspaceId, userId, profile } = ref;
      const user = { platform, workspaceId, userId };
      const look = await lookAgain(deps, user, { lookedAt: null }, profile);
      if (look) await followUser(deps, organizationId, user, look.seen);
      isAnswering &&= look !== undefined;
      if (!isAnswering) return;
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lookAtNext));
}
