import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { AskedRecognition } from '#src/domain/recognition/recognition.ts';

/** A stretch of a department's time: `from` is in it, `until` is not. */
export type PastStretch = { departmentId: string; from: Date; until: Date };

/** Whoever got a gift of a request, as they are called now. */
export type PastRecipient = { personId: string; name: string; region: string; isGuest: boolean };

/** A request that was decided, with who gave. `refusal` is null where its money was taken; `recipients` are then who got it. */
export type PastRequest = AskedRecognition & {
  giverId: string;
  departmentId: string;
  decidedAt: Date;
  refusal: Refusal | null;
  gotIt: PastRecipient[];
};

/** A question to the giver is answered within days. */
const LONGEST_WAIT = '8 days';

/**
 * The last requests that were decided in these stretches, oldest first. Those that their givers took back before any money was taken are
 * not among them. It reads the newest requests first, and stops before those that are too old.
 */
export async function listPastRequests(
  db: Reader,
  {
    organizationId,
    stretches,
    limit,
  }: { organizationId: string; stretches: readonly PastStretch[]; limit: number },
): Promise<PastRequest[]> {
  const earliest = new Date(Math.min(...stretches.map(({ from }) => from.getTime())));
  const { rows } = await sql<PastRequest>`
    with first as (
      select coalesce((select id from recognition
                        where organization_id = ${organizationId}
                          and created_at < ${earliest}::timestamptz - ${LONGEST_WAIT}::interval
                        order by id desc limit 1), '00000000-0000-0000-0000-000000000000') as id)
    select r.organization_id as "organizationId", r.id, r.source, r.request_id as "requestId", r.giver, r.recipients, r.amount,
           r.currency, r.message, r.occasion, r.paying_department_id as "payingDepartmentId", r.confirmed_at as "confirmedAt",
           r.giver_id as "giverId", r.department_id as "departmentId", r.decided_at as "decidedAt", r.refusal,
           coalesce(got.people, '[]') as "gotIt"
      from ${stretchesIn(stretches)}
      join recognition r on r.organization_id = ${organizationId} and r.department_id = s.department_id
       and r.decided_at >= s.from_at and r.decided_at < s.until_at
      left join lateral (
        select jsonb_agg(jsonb_build_object('personId', p.id, 'name', p.name, 'region', g.region,
                                            'isGuest', g.tax_class = 'guest') order by g.id) as people
          from gift g
          join person p on p.organization_id = g.organization_id and p.id = g.recipient_id
         where g.organization_id = r.organization_id and g.recognition_id = r.id) got on true
     where r.id >= (select id from first) and r.giver_id is not null
       and (r.status = 'refused' or got.people is not null)
     order by r.decided_at desc, r.id desc limit ${limit}`.execute(db);
  return rows.toReversed();
}

/** Stretches as `s`. */
function stretchesIn(stretches: readonly PastStretch[]) {
  return sql`unnest(
    ${stretches.map((one) => one.departmentId)}::uuid[], ${stretches.map((one) => one.from)}::timestamptz[],
    ${stretches.map((one) => one.until)}::timestamptz[]) s (department_id, from_at, until_at)`;
}
