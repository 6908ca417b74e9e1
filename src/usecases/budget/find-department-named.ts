import { findDepartment, listDepartments } from '#src/db/people/department.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Department } from '#src/domain/people/department.ts';

/** A department by its name in any case; the refusal names those that exist. */
export async function findDepartmentNamed(
  deps: Pick<Deps, 'db'>,
  organizationId: string,
  name: string,
): Promise<Outcome<Department>> {
  const department = await findDepartment(deps.db, organizationId, name);
  if (department) return done(department);
  const known = await listDepartments(deps.db, organizationId);
  return refused({ kind: 'unknown-department', name, known: known.map((one) => one.name) });
}
