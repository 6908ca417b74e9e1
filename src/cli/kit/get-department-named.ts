import type { Core } from '#src/process/open-core.ts';
import { operatorOf } from './operator.ts';
import { orRefuse } from './or-refuse.ts';
import type { Department } from '#src/domain/people/department.ts';

/** The department with the typed name. If there is none, throws `Refused` with the names that exist. */
export async function getDepartmentNamed(core: Core, name: string): Promise<Department> {
  return orRefuse(core, await core.app.queries.people.findDepartment(operatorOf(core), name));
}
