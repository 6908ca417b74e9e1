import type { Reader } from '#src/db/kit/schema.ts';
import { findPeople } from '#src/db/people/find-people.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';
import type { Person } from '#src/domain/people/person.ts';

/** A person by their id; undefined when the reader may not see them. */
export async function findPerson(db: Reader, scope: Scope, personId: string): Promise<Person | undefined> {
  const [person] = await findPeople(db, scope.organizationId, { by: 'id', personId });
  if (!person) return undefined;
  return sees(scope, { people: [person], departmentId: person.departmentId }) ? person : undefined;
}
