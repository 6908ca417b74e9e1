import { isOnRecord } from '#src/db/ledger/on-record.ts';
import { transact } from '#src/db/kit/transact.ts';
import { lockPeople } from '#src/db/people/organization.ts';
import { findPendingByNumber } from '#src/db/people/pending-identity.ts';
import { getPerson } from '#src/db/people/person.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Actor } from '#src/domain/people/access.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { askForAccount } from './steps/ask-for-account.ts';
import { link } from './steps/identify-newcomer.ts';
import { mayLink } from './steps/may-link.ts';

type ConfirmDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'findChatUser'>;

/**
 * Joins an account that waits to the person whose address it has, on an admin's word. The platform is asked once more:
 * somebody who left meanwhile, in chat or in the company, is not linked. An account of somebody with a role waits for a second person,
 * where the organization asks one.
 */
export async function confirmIdentity(
  deps: ConfirmDeps,
  actor: Actor,
  number: number,
): Promise<Outcome<{ person: Person; user: ChatUser }>> {
  const doer = mayLink(actor);
  if (!doer.ok) return doer;
  const { organizationId } = actor;
  const waiting = await findPendingByNumber(deps.db, organizationId, number);
  if (!waiting) return refused({ kind: 'unknown-pending', number });
  const { platform, workspaceId, userId } = waiting;
  const user = { platform, workspaceId, userId };
  const seen = await deps.findChatUser(user);
  return transact(deps, async (tx) => {
    await lockPeople(tx, organizationId);
    const pending = await findPendingByNumber(tx, organizationId, number);
    if (!pending) return refused({ kind: 'unknown-pending', number });
    const key = `${platform} ${userId}`;
    if (!(await isOnRecord(tx, deps.keys, { organizationId, name: 'pending_identity', key }))) {
      deps.log.error(
        { organizationId, platform, userId },
        'A chat account was not linked: its row was changed past Largesse; see: largesse audit verify',
      );
      return refused({ kind: 'changed-by-hand', what: 'account' });
    }
    const person = await getPerson(tx, organizationId, pending.personId);
    if (person.isDeactivated) return refused({ kind: 'inactive-person', name: person.name });
    const isGone = [seen, pending.profile].some((profile) => profile?.isDeactivated || profile?.isBot);
    if (isGone) return refused({ kind: 'account-gone', platform, userId });
    const account = { platform, userId };
    const answer = await askForAccount(deps, tx, { person, account, workspaceId, ...doer.value });
    if (answer.waits) return refused(answer.waits);
    const newcomer = { organizationId, user, profile: seen ?? pending.profile };
    await link(deps, tx, newcomer, {
      personId: person.id,
      linkedBy: 'admin',
      ...doer.value,
      note: answer.note,
    });
    return done({ person, user });
  });
}
