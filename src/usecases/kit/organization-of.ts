import { findOrganizationOfWorkspace } from '#src/db/people/organization.ts';
import type { Deps } from './deps.ts';

/** The organization that a workspace has joined; undefined when it has joined none. */
export async function organizationOf(
  deps: Pick<Deps, 'db'>,
  workspace: { platform: string; workspaceId: string },
): Promise<string | undefined> {
  return findOrganizationOfWorkspace(deps.db, workspace);
}
