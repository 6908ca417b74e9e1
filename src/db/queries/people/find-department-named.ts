import type { Reader } from '#src/db/kit/schema.ts';
import { findDepartment } from '#src/db/people/department.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';
import { listDepartmentsWithin } from './list-departments-within.ts';
import type { Department } from '#src/domain/people/department.ts';

/** A department by name, ignoring case; the refusal lists those that the reader may see. */
export async function findDepartmentNamed(
  db: Reader,
  scope: Scope,
  name: string,
): Promise<Outcome<Department>> {
  const department = await findDepartment(db, scope.organizationId, name);
  if (department && sees(scope, { departmentId: department.id })) return done(department);
  const known = await listDepartmentsWithin(db, scope);
  return refused({ kind: 'unknown-department', name, known: known.map((one) => one.name) });
}
