import type { Core } from '#src/process/open-core.ts';
import { operatorOf } from './operator.ts';
import { orRefuse } from './or-refuse.ts';
import type { Department } from '#src/domain/people/department.ts';

/** The department that somebody typed the name of. Throws `Refused` with those that exist when there is none. */
export async function getDepartment(core: Core, name: string): Promise<Department> {
  return orRefuse(core, await core.app.queries.people.findDepartment(operatorOf(core), name));
}
