import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';

export type SpentBefore = { lastHour: number; lastDay: number; earlierMinor: bigint[] };

const LOOKED_AT = 20;

/** What a person spent lately: how often, and the newest amounts in a currency that were not given back before they were taken. */
export async function findSpentBefore(
  db: Reader,
  {
    organizationId,
    personId,
    currency,
    now,
  }: { organizationId: string; personId: string; currency: string; now: Date },
): Promise<SpentBefore> {
  const { rows } = await sql<{ lastHour: number; lastDay: number; earlier: bigint[] }>`
    select (select count(*)::integer from checkout
             where organization_id = ${organizationId} and person_id = ${personId}
               and made_at > ${now}::timestamptz - interval '1 hour') as "lastHour",
           (select count(*)::integer from checkout
             where organization_id = ${organizationId} and person_id = ${personId}
               and made_at > ${now}::timestamptz - interval '1 day') as "lastDay",
           array(select amount_minor::text from checkout
                  where organization_id = ${organizationId} and person_id = ${personId} and currency = ${currency}
                    and status in ('authorized', 'capturing', 'captured')
                  order by made_at desc, id desc limit ${LOOKED_AT}) as earlier`.execute(db);
  const { lastHour = 0, lastDay = 0, earlier = [] } = rows[0] ?? {};
  return { lastHour, lastDay, earlierMinor: earlier.map(BigInt) };
}
