import { asksSecondPerson } from '#src/db/budget/second-person.ts';
import { type RoleMapping, saveRoleMapping } from '#src/db/people/role-mapping.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/**
 * Makes everyone with a chat role a member of a department, with a role here, when they first speak or are named. Refused where a role
 * needs a second person: nobody knows whom it would be given to.
 */
export async function mapRole(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'queue' | 'log'>,
  mapping: RoleMapping,
): Promise<Outcome<undefined>> {
  return transact(deps, async (tx) => {
    const { organizationId, role } = mapping;
    if (role !== 'employee' && (await asksSecondPerson(tx, organizationId)))
      return refused({ kind: 'role-of-many', role });
    await saveRoleMapping(tx, mapping);
    return done(undefined);
  });
}
