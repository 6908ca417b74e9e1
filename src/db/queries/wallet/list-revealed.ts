import { sql } from 'kysely';
import { uuidArray } from '#src/db/kit/array-parameters.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';

/** When a person last looked at the codes of these gifts of theirs; none when the reader may not see their wallet. */
export async function listRevealed(
  db: Reader,
  scope: Scope,
  personId: string,
  giftIds: readonly string[],
): Promise<{ giftId: string; at: Date }[]> {
  if (giftIds.length === 0 || !sees(scope, { people: [{ id: personId, managerId: null }] })) return [];
  const { rows } = await sql<{ giftId: string; at: Date }>`
    select gift_id as "giftId", max(at) as at from activity
     where organization_id = ${scope.organizationId} and actor_id = ${personId} and kind = 'code.revealed'
       and gift_id = any (${uuidArray(giftIds)}::uuid[])
     group by gift_id`.execute(db);
  return rows;
}
