import { findSecondPerson } from '#src/db/budget/second-person.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { SecondPerson } from '#src/domain/budget/second-person.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** Above which amounts a change needs a second person, and the version of that; undefined for who may not see the rules of all. */
export async function findSecondPersonWithin(
  db: Reader,
  scope: Scope,
): Promise<{ setting: SecondPerson; version: string } | undefined> {
  return scope.isAll ? findSecondPerson(db, scope.organizationId) : undefined;
}
