import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import type { FactorWay } from '#src/domain/session/factor.ts';
import type { FactorOwner } from './factor.ts';

/** When a person typed wrong codes of a kind since an instant and since the last right one, oldest first. */
export async function findWrongCodes(
  db: Reader,
  { organizationId, personId }: FactorOwner,
  { way, since }: { way: FactorWay; since: Date },
): Promise<Date[]> {
  const { rows } = await sql<{ at: Date }>`
    select at from activity
     where organization_id = ${organizationId} and actor_id = ${personId} and kind = 'factor.refused' and at > ${since}
       and detail ->> 'way' = ${way}
       and number > coalesce((select max(number) from activity
                               where organization_id = ${organizationId} and actor_id = ${personId} and kind = 'factor.passed'), 0)
     order by number`.execute(db);
  return rows.map(({ at }) => at);
}
