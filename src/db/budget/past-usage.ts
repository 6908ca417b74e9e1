import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';

/** What somebody gave somebody from a department, in minor units. */
export type GivenBefore = { giverId: string; recipientId: string; departmentId: string; amountMinor: bigint };

type Since = { organizationId: string; currency: string; since: Date; until: Date };

/** The same for one gift, with when it was given. */
export type GivenThen = Pick<GivenBefore, 'recipientId' | 'amountMinor'> & { at: Date };

/** What these people gave, or got, in a stretch of time, as it stood at its end: what was taken back by then is not in it. */
export async function listGivenBefore(
  db: Reader,
  { organizationId, currency, since, until }: Since,
  people: { who: 'giver' | 'recipient'; ids: readonly string[] },
): Promise<GivenBefore[]> {
  const column = people.who === 'giver' ? sql`g.giver_id` : sql`g.recipient_id`;
  const { rows } = await sql<GivenBefore>`
    select g.giver_id as "giverId", g.recipient_id as "recipientId", g.department_id as "departmentId",
           sum(g.amount_minor)::bigint as "amountMinor"
      from gift g
     where g.organization_id = ${organizationId} and g.currency = ${currency} and ${column} = any (${people.ids}::uuid[])
       and g.created_at >= ${since} and g.created_at < ${until}
       and not exists (
         select from entry e
          where e.organization_id = g.organization_id and e.subject_type = 'gift' and e.subject_id = g.id
            and e.kind in ('gift.released', 'code.voided', 'code.expired', 'wallet.adjusted') and e.occurred_at < ${until})
     group by g.giver_id, g.recipient_id, g.department_id`.execute(db);
  return rows;
}

/** The gifts that these people got in a stretch of time from other departments than these. */
export async function listGivenElsewhere(
  db: Reader,
  { organizationId, currency, since, until }: Since,
  { recipientIds, departmentIds }: { recipientIds: readonly string[]; departmentIds: readonly string[] },
): Promise<GivenThen[]> {
  const { rows } = await sql<GivenThen>`
    select g.recipient_id as "recipientId", g.amount_minor as "amountMinor", g.created_at as at
      from gift g
     where g.organization_id = ${organizationId} and g.currency = ${currency}
       and g.recipient_id = any (${recipientIds}::uuid[]) and g.department_id <> all (${departmentIds}::uuid[])
       and g.created_at >= ${since} and g.created_at < ${until}
       and g.status not in ('voided', 'expired')`.execute(db);
  return rows;
}
