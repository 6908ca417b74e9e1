import { findOrganization, linkWorkspace } from '#src/db/people/organization.ts';
import type { Workspace } from '#src/ports/chat.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Joins a workspace that our token can reach to the organization; one that has already joined keeps its organization. */
export async function joinWorkspace(deps: Pick<Deps, 'db' | 'log'>, workspace: Workspace): Promise<void> {
  const organization = await findOrganization(deps.db);
  if (!organization) throw new Error('there is no organization: run `largesse migrate`');
  await linkWorkspace(deps.db, organization.id, workspace);
  deps.log.info({ ...workspace, organizationId: organization.id }, 'Workspace joined');
}
