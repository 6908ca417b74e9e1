import { findOrganizationOfWorkspace } from '#src/db/people/organization.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { followUser } from './steps/follow-user.ts';

/**
 * Takes in what a platform tells of a user by itself: renamed, made a guest, deactivated, a role taken away. `seen` is
 * undefined when they left the workspace. Users and workspaces that we do not know are left alone.
 */
export async function followChatUser(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  user: ChatUser,
  seen: ChatProfile | undefined,
): Promise<void> {
  const organizationId = await findOrganizationOfWorkspace(deps.db, user);
  if (organizationId !== undefined) await followUser(deps, organizationId, user, seen);
}
