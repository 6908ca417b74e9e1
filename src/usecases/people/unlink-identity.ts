import { insertActivities } from '#src/db/ledger/activity.ts';
import { transact } from '#src/db/kit/transact.ts';
import { deleteIdentity, findAccount } from '#src/db/people/identity.ts';
import { lockPeople } from '#src/db/people/organization.ts';
import { savePendingIdentity } from '#src/db/people/pending-identity.ts';
import { getPerson } from '#src/db/people/person.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Actor } from '#src/domain/people/access.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { mayLink } from './steps/may-link.ts';

/**
 * Takes a chat account away from its person at once: its commands and buttons do nothing any more. Neither its address
 * nor its roles link it again; an admin or HR's file may.
 */
export async function unlinkIdentity(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  actor: Actor,
  { platform, userId }: { platform: string; userId: string },
): Promise<Outcome<Person>> {
  const doer = mayLink(actor);
  if (!doer.ok) return doer;
  const { organizationId } = actor;
  const { actorId } = doer.value;
  return transact(deps, async (tx) => {
    await lockPeople(tx, organizationId);
    const ref = { organizationId, platform, userId };
    const account = await findAccount(tx, ref);
    if (!account) return refused({ kind: 'unknown-account', account: `${platform}:${userId}` });
    const person = await getPerson(tx, organizationId, account.personId);
    await deleteIdentity(tx, ref);
    const profile = { name: person.name, isBot: false, isDeactivated: false };
    const workspaceId = account.workspaceId ?? '';
    const pending = { ...ref, workspaceId, personId: person.id, reason: 'unlinked' as const, profile };
    await savePendingIdentity(tx, pending);
    await insertActivities(tx, [
      {
        organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'identity.unlinked',
        actorId,
        subjectId: person.id,
        detail: { platform, userId },
      },
    ]);
    return done(person);
  });
}
