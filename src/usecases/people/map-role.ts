import { type RoleMapping, saveRoleMapping } from '#src/db/people/role-mapping.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Makes everyone with a chat role a member of a department, with a role here, when they first speak or are named. */
export async function mapRole(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'queue' | 'log'>,
  mapping: RoleMapping,
): Promise<void> {
  await transact(deps, (tx) => saveRoleMapping(tx, mapping));
}
