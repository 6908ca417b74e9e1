import { sql } from 'kysely';
import type { Scope } from '#src/domain/people/access.ts';
import { listRecordIds } from '#src/db/people/person-merge.ts';
import type { Reader } from '#src/db/kit/schema.ts';

/** How many gifts somebody got and gave, without those that were taken back before they were redeemed. */
export type GiftCounts = { received: number; given: number; unclaimed: number };

/** The gifts of a person in numbers, those of records merged into theirs too; undefined for readers who do not see everybody's. */
export async function countGiftsOf(
  db: Reader,
  { organizationId, isAll }: Scope,
  personId: string,
): Promise<GiftCounts | undefined> {
  if (!isAll) return undefined;
  const ids = await listRecordIds(db, { organizationId, personId });
  const { rows } = await sql<GiftCounts>`
    select (select count(*) from gift where organization_id = ${organizationId} and recipient_id = any (${ids}::uuid[])
              and status not in ('reserved', 'voided'))::integer as received,
           (select count(*) from gift where organization_id = ${organizationId} and recipient_id = any (${ids}::uuid[])
              and status in ('issued', 'delivered'))::integer as unclaimed,
           (select coalesce(sum(gifts), 0) from spend_daily
             where organization_id = ${organizationId} and giver_id = any (${ids}::uuid[]))::integer as given`.execute(
    db,
  );
  return rows[0];
}
