import { transact } from '#src/db/kit/transact.ts';
import { lockPeople } from '#src/db/people/organization.ts';
import { getPerson } from '#src/db/people/person.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Actor } from '#src/domain/people/access.ts';
import type { Person } from '#src/domain/people/person.ts';
import { findAccount, saveIdentities } from '#src/db/people/identity.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { askForAccount } from './steps/ask-for-account.ts';
import { mayLink } from './steps/may-link.ts';

/**
 * Joins a chat account to a person on an admin's word, whoever it was linked to before. `seenOwner`: whose it was when the admin
 * looked, null for nobody; refused when that has changed. An account of somebody with a role waits for a second person, where the
 * organization asks one.
 */
export async function linkIdentity(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  actor: Actor,
  {
    personId,
    platform,
    userId,
    seenOwner,
  }: { personId: string; platform: string; userId: string; seenOwner?: string | null },
): Promise<Outcome<Person>> {
  const doer = mayLink(actor);
  if (!doer.ok) return doer;
  const { organizationId } = actor;
  const { actorId } = doer.value;
  return transact(deps, async (tx) => {
    await lockPeople(tx, organizationId);
    const person = await getPerson(tx, organizationId, personId);
    if (person.isDeactivated) return refused({ kind: 'inactive-person', name: person.name });
    const account = { organizationId, platform, userId };
    const owner = (await findAccount(tx, account))?.personId ?? null;
    if (seenOwner !== undefined && owner !== seenOwner)
      return refused({ kind: 'account-moved', account: `${platform}:${userId}` });
    const answer = await askForAccount(deps, tx, {
      person,
      account: { platform, userId },
      workspaceId: null,
      actorId,
    });
    if (answer.waits) return refused(answer.waits);
    await saveIdentities(tx, [{ ...account, personId, workspaceId: null, linkedBy: 'admin' }]);
    await insertActivities(tx, [
      {
        organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'identity.linked',
        actorId,
        subjectId: personId,
        detail: { platform, userId, by: 'admin', ...answer.note },
      },
    ]);
    return done(person);
  });
}
