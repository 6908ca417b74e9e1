import { type RoleMapping, saveRoleMapping } from '#src/db/people/role-mapping.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Makes the bearers of a chat role members of a department, with a role here, from when they first speak or are named. */
export async function mapRole(deps: Pick<Deps, 'db'>, mapping: RoleMapping): Promise<void> {
  await deps.db.transaction().execute((tx) => saveRoleMapping(tx, mapping));
}
