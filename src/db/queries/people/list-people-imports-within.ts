import { listPeopleImports, type PeopleImport } from '#src/db/people/people-import.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';

export type { PeopleImport } from '#src/db/people/people-import.ts';

const MOST = 20;

/** What came of the last imports of people, for those who see everybody. */
export async function listPeopleImportsWithin(db: Reader, scope: Scope): Promise<PeopleImport[]> {
  return scope.isAll ? listPeopleImports(db, scope.organizationId, { limit: MOST }) : [];
}
