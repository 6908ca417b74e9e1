import { insertActivities } from '#src/db/ledger/activity.ts';
import { transact } from '#src/db/kit/transact.ts';
import { insertWorkspaceInvite } from '#src/db/people/workspace.ts';
import { done, type Outcome } from '#src/domain/outcome.ts';
import type { Actor } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { mayLink } from './steps/may-link.ts';

const LASTS_MS = 24 * 60 * 60_000;

/** Creates a code with which one workspace may join within a day. It is shown once. */
export async function inviteWorkspace(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  actor: Actor,
): Promise<Outcome<{ code: string; expiresAt: Date }>> {
  const doer = mayLink(actor);
  if (!doer.ok) return doer;
  const { organizationId } = actor;
  const { actorId } = doer.value;
  return transact(deps, async (tx) => {
    const expiresAt = new Date(tx.now.getTime() + LASTS_MS);
    const code = await insertWorkspaceInvite(tx, { organizationId, invitedBy: actorId, expiresAt });
    await insertActivities(tx, [
      { organizationId, id: deps.newId(), at: tx.now, kind: 'workspace.invited', actorId },
    ]);
    return done({ code, expiresAt });
  });
}
