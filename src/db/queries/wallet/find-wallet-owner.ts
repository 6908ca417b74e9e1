import type { Reader } from '#src/db/kit/schema.ts';
import { within } from '#src/db/kit/within.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** The person whose wallet it is; undefined when there is none whose wallet the reader may see. */
export async function findWalletOwner(
  db: Reader,
  scope: Scope,
  personId: string,
): Promise<{ organizationId: string; id: string } | undefined> {
  return db
    .selectFrom('person')
    .select(['organization_id as organizationId', 'id'])
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', personId)
    .where(within(scope, { people: ['person.id'], department: 'person.department_id' }))
    .executeTakeFirst();
}
