import { transact } from '#src/db/kit/transact.ts';
import { forgetLooks, listUsersByRole } from '#src/db/people/identity.ts';
import { findOrganizationOfWorkspace } from '#src/db/people/organization.ts';
import { deleteRoleMapping, findRoleMappings } from '#src/db/people/role-mapping.ts';
import type { ChatGroup } from '#src/ports/chat.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { lookAgainAtMany } from './steps/look-again-at-many.ts';

/**
 * Takes in that a chat role is gone. Its mapping goes, and those who may have had their place by it are looked at
 * again: at once while the platform answers, else when they act next.
 */
export async function followGroupGone(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'findChatUser' | 'reachable' | 'log'>,
  group: ChatGroup,
): Promise<void> {
  const organizationId = await findOrganizationOfWorkspace(deps.db, group);
  if (organizationId === undefined) return;
  const users = await transact(deps, async (tx) => {
    const [mapped] = await findRoleMappings(tx, organizationId, group, [group.groupId]);
    if (!mapped) return [];
    const affected = await listUsersByRole(tx, { organizationId, ...group, ...mapped });
    await forgetLooks(tx, affected);
    await deleteRoleMapping(tx, { organizationId, ...group, roleId: group.groupId });
    return affected;
  });
  await lookAgainAtMany(
    deps,
    users.map((user) => ({ organizationId, ref: { by: 'chat', ...user } })),
  );
}
