import { insertActivities } from '#src/db/ledger/activity.ts';
import { isOnRecord } from '#src/db/ledger/on-record.ts';
import { transact } from '#src/db/kit/transact.ts';
import { findOrganizationOfWorkspace, getOrganization, linkWorkspace } from '#src/db/people/organization.ts';
import { findWorkspaceInvite, useWorkspaceInvite } from '#src/db/people/workspace.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Workspace } from '#src/ports/chat.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Joins a workspace to the organization that a code invites to; a code works once. */
export async function joinByCode(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  workspace: Workspace,
  { code, userId }: { code: string; userId: string },
): Promise<Outcome<{ organization: string }>> {
  return transact(deps, async (tx) => {
    const found = await findWorkspaceInvite(tx, code);
    if (found && !(await isOnRecord(tx, deps.keys, { ...found, name: 'workspace_invite' }))) {
      deps.log.error(
        { organizationId: found.organizationId, userId },
        'An invitation of a workspace was refused: it was made past Largesse; see: largesse audit verify',
      );
      return refused({ kind: 'invite-refused' });
    }
    const invite = await useWorkspaceInvite(tx, code);
    if (!invite) return refused({ kind: 'invite-refused' });
    const { organizationId, invitedBy } = invite;
    await linkWorkspace(tx, organizationId, workspace);
    if ((await findOrganizationOfWorkspace(tx, workspace)) !== organizationId) {
      return refused({ kind: 'invite-refused' });
    }
    const { name } = await getOrganization(tx, organizationId);
    await insertActivities(tx, [
      {
        organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'workspace.joined',
        actorId: invitedBy,
        detail: { platform: workspace.platform, workspaceId: workspace.workspaceId, userId },
      },
    ]);
    return done({ organization: name });
  });
}
