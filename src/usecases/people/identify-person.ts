import { transact } from '#src/db/kit/transact.ts';
import { findPeople } from '#src/db/people/find-people.ts';
import { type KnownAccount, findAccount, saveWorkspacesSeen } from '#src/db/people/identity.ts';
import { findPendingIdentity } from '#src/db/people/pending-identity.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import { askPlatform } from './steps/ask-platform.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { askForRole } from './steps/ask-for-role.ts';
import { followUser } from './steps/follow-user.ts';
import { type Identified, identifyNewcomer } from './steps/identify-newcomer.ts';
import { lookAgain } from './steps/look-again.ts';

type IdentifyDeps = Pick<
  Deps,
  'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'findChatUser' | 'reachable' | 'log'
>;

/**
 * Finds out who a chat user is, and remembers it: by a known identity, else by the email address that the platform
 * vouches for, else by a chat role mapped to a department, which the person then joins. The platform is asked about a
 * known user once a day.
 *
 * @param profile what the platform sent along.
 * @throws `AskLater` when the platform cannot be asked now.
 */
export async function identifyPerson(
  deps: IdentifyDeps,
  organizationId: string,
  user: ChatUser,
  profile?: ChatProfile,
): Promise<Identified> {
  const account = await findAccount(deps.db, { organizationId, ...user });
  if (account) return identifyKnown(deps, { organizationId, user, account, profile });
  const seen = profile ?? (await askPlatform(() => deps.findChatUser(user)));
  if (!seen) return {};
  if (seen.isBot || seen.isDeactivated) return { profile: seen };
  return transact(deps, (tx) => identifyNewcomer(deps, tx, { organizationId, user, profile: seen }));
}

type Known = {
  organizationId: string;
  user: ChatUser;
  account: KnownAccount;
  profile: ChatProfile | undefined;
};

async function identifyKnown(
  deps: IdentifyDeps,
  { organizationId, user, account, profile }: Known,
): Promise<Identified> {
  const ref = { organizationId, ...user };
  await saveWorkspacesSeen(deps.db, [ref]);
  const look = await lookAgain(deps, user, account, profile);
  if (look) await followUser(deps, organizationId, user, look.seen);
  const shown = look?.seen ?? profile;
  const now = await findAccount(deps.db, ref);
  if (!now || now.isGone) {
    const pending = await findPendingIdentity(deps.db, ref);
    return { ...(shown && { profile: shown }), ...(pending && { pending }) };
  }
  const [person] = await findPeople(deps.db, organizationId, { by: 'chat', ...user });
  const pending =
    person && now.linkedBy === 'address' ? await askForRole(deps, person, user, shown) : undefined;
  return { ...(person && { person }), ...(pending && { pending }) };
}
