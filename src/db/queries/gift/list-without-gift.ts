import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { within } from '#src/db/kit/within.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** How many of `people` had nothing, and the first of them by name. */
export type WithoutGift = { people: number; count: number; names: string[] };

/**
 * The people whose gifts the reader may see, apart from the reader, and who were given nothing since an instant. What was taken back
 * is nothing; guests and those who have left do not count.
 */
export async function listWithoutGift(
  db: Reader,
  scope: Scope,
  { readerId, since, limit }: { readerId: string; since: Date; limit: number },
): Promise<WithoutGift> {
  const { rows } = await sql<{ people: number; count: number; names: string[] }>`
    with team as (
      select p.id, p.name,
             not exists (
               select from gift g
                where g.recipient_id = p.id and g.created_at >= ${since} and g.organization_id = p.organization_id
                  and g.status <> 'voided') as "hasNothing"
        from person p
       where p.organization_id = ${scope.organizationId} and p.deactivated_at is null and not p.is_guest and p.id <> ${readerId}
         and ${within(scope, { people: ['p.id'], department: 'p.department_id' })})
    select count(*)::integer as people, count(*) filter (where "hasNothing")::integer as count,
           coalesce((array_agg(name order by name, id) filter (where "hasNothing"))[1:${limit}::integer], '{}') as names
      from team`.execute(db);
  return rows[0] ?? { people: 0, count: 0, names: [] };
}
