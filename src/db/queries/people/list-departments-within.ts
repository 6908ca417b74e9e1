import type { Reader } from '#src/db/kit/schema.ts';
import { listRooms } from '#src/db/people/department.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';
import type { Room } from '#src/domain/people/department.ts';

/** The departments that the reader may see, by name, closed ones included. There are few, so they are filtered here. */
export async function listDepartmentsWithin(db: Reader, scope: Scope): Promise<Room[]> {
  const departments = await listRooms(db, scope.organizationId);
  return departments.filter(({ id: departmentId }) => sees(scope, { departmentId }));
}
