import type { Organization } from '#src/db/people/organization.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Room } from '#src/domain/people/department.ts';
import { allowedByDirectory } from '#src/domain/people/directory-user.ts';
import type { KnownPerson } from '#src/domain/people/match-people.ts';
import { planChange } from '#src/domain/people/plan-change.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { savePlan } from './save-plan.ts';

export type MembersMove = {
  organization: Organization;
  known: readonly KnownPerson[];
  departments: readonly Room[];
  departmentId: string;
  personIds: readonly string[];
  actorId: string | null;
};

/** Moves the members of a directory's group to its department, but for those whose department only an admin changes. Returns how many stay. */
export async function moveMembers(
  deps: Pick<Deps, 'newId' | 'log'>,
  tx: Tx,
  { organization, known, departments, departmentId, personIds, actorId }: MembersMove,
): Promise<number> {
  let staying = 0;
  const patch = { departmentId };
  for (const personId of personIds) {
    const before = known.find(({ id }) => id === personId);
    if (!before) continue;
    const planned = allowedByDirectory(before, patch).ok
      ? planChange({ personId, patch, known, departments })
      : undefined;
    if (planned?.ok)
      await savePlan(deps, tx, { organization, plan: planned.value, actorId, note: { by: 'scim' } });
    else {
      staying += 1;
      deps.log.warn({ personId, departmentId }, 'A directory may not move this person: only an admin may');
    }
  }
  return staying;
}
