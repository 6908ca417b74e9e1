import { listDepartmentsById } from '#src/db/people/department.ts';
import { listPersonNames } from '#src/db/people/person.ts';
import type { Decider } from '#src/domain/approval/approvers.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { findApprovers } from '#src/usecases/people/steps/find-approvers.ts';

/** Who would decide now about a department's gifts, and about more money for it, by name. */
export type DepartmentApprovers = Record<'gift' | 'funds', { id: string; name: string }[]>;

/** Undefined when the reader may not see the department's rules, or there is none. `instead`: as if somebody had another role. */
export async function listApprovers(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  scope: Scope,
  departmentId: string,
  instead?: Decider,
): Promise<DepartmentApprovers | undefined> {
  if (!sees(scope, { departmentId })) return undefined;
  const { organizationId } = scope;
  const [department] = await listDepartmentsById(db, [{ organizationId, id: departmentId }]);
  if (!department) return undefined;
  const asked = { organizationId, departmentId, excluded: [], instead };
  const now = clock.now();
  const [gift, funds] = await Promise.all([
    findApprovers(db, { ...asked, kind: 'gift' }, now),
    findApprovers(db, { ...asked, kind: 'funds' }, now),
  ]);
  const people = await listPersonNames(db, organizationId, [...gift, ...funds]);
  function named(ids: readonly string[]) {
    return people.filter(({ id }) => ids.includes(id));
  }
  return { gift: named(gift), funds: named(funds) };
}
