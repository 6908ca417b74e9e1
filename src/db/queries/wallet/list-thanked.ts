import type { Reader } from '#src/db/kit/schema.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';

/** For which of these gifts a person has thanked; none when the reader may not see their wallet. */
export async function listThanked(
  db: Reader,
  scope: Scope,
  personId: string,
  giftIds: readonly string[],
): Promise<string[]> {
  if (giftIds.length === 0 || !sees(scope, { people: [{ id: personId, managerId: null }] })) return [];
  const rows = await db
    .selectFrom('activity')
    .select('gift_id as giftId')
    .where('organization_id', '=', scope.organizationId)
    .where('kind', '=', 'gift.thanked')
    .where('actor_id', '=', personId)
    .where('gift_id', 'in', giftIds)
    .execute();
  return rows.flatMap(({ giftId }) => giftId ?? []);
}
