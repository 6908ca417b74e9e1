import { findOrganization, linkWorkspace } from '#src/db/people/organization.ts';
import { renameWorkspace } from '#src/db/people/workspace.ts';
import type { ReachedWorkspace } from '#src/ports/chat.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/**
 * Joins a workspace that the settings name to the organization; one that has already joined keeps its organization. Any
 * other has to be joined with a code: whoever invites a bot is not therefore one of us.
 */
export async function joinWorkspace(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'queue' | 'log'>,
  { isOurs, ...workspace }: ReachedWorkspace,
): Promise<void> {
  if (await renameWorkspace(deps.db, workspace)) return;
  if (!isOurs) return deps.log.info(workspace, 'Workspace waits for a code: largesse workspaces invite');
  const organization = await findOrganization(deps.db);
  if (!organization) throw new Error('there is no organization: run `largesse migrate`');
  await transact(deps, (tx) => linkWorkspace(tx, organization.id, workspace));
  deps.log.info({ ...workspace, organizationId: organization.id }, 'Workspace joined');
}
