import type { Reader } from '#src/db/kit/schema.ts';
import { type LinkedWorkspace, listWorkspaces } from '#src/db/people/workspace.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** The workspaces that have joined the organization, for those who see everybody in it. */
export async function listWorkspacesWithin(db: Reader, scope: Scope): Promise<LinkedWorkspace[]> {
  return scope.isAll ? listWorkspaces(db, scope.organizationId) : [];
}
