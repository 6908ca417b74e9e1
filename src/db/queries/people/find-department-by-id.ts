import type { Reader } from '#src/db/kit/schema.ts';
import { listDepartmentsById } from '#src/db/people/department.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';
import type { Department } from '#src/domain/people/department.ts';

/** A department by its id; undefined when the reader may not see it. */
export async function findDepartmentById(
  db: Reader,
  scope: Scope,
  departmentId: string,
): Promise<Department | undefined> {
  if (!sees(scope, { departmentId })) return undefined;
  const { organizationId } = scope;
  const [department] = await listDepartmentsById(db, [{ organizationId, id: departmentId }]);
  return department;
}
