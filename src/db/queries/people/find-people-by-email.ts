import type { Reader } from '#src/db/kit/schema.ts';
import { findEverybody } from '#src/db/people/find-people.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';
import type { Person } from '#src/domain/people/person.ts';

/**
 * The people with these email addresses, in the same order; undefined for an address whose owner is unknown or may not
 * be seen.
 */
export async function findPeopleByEmail(
  db: Reader,
  scope: Scope,
  emails: readonly string[],
): Promise<(Person | undefined)[]> {
  const { organizationId } = scope;
  const asked = emails.map((email) => ({ organizationId, ref: { by: 'email' as const, email } }));
  const found = await findEverybody(db, asked);
  return found.map(([person]) => {
    const isSeen = person && sees(scope, { people: [person], departmentId: person.departmentId });
    return isSeen ? person : undefined;
  });
}
