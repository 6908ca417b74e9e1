import { sql } from 'kysely';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { until } from './until.ts';

/** What must not be, each as a query for the rows that are. */
const BREACHES: Record<string, string> = {
  'a request was accepted twice': `
    select source || ' ' || request_id as row from recognition group by source, request_id having count(*) > 1`,
  'a request has no outcome': `
    select id::text as row from recognition where status not in ('issued', 'refused', 'declined')`,
  'a request has an outcome and gifts that contradict it': `
    select r.id::text as row from recognition r
      left join gift g on g.organization_id = r.organization_id and g.recognition_id = r.id
     group by r.organization_id, r.id
    having case when r.status not in ('issued', 'declined') then count(g.id) <> 0
                when r.recipients::text like '%viaGroup%'
                then count(g.id) not between 1 and jsonb_array_length(r.recipients)
                else count(g.id) <> jsonb_array_length(r.recipients) end`,
  'a gift has not exactly one delivery, or was declined and has one': `
    select g.id::text as row from gift g
      join recognition r on r.organization_id = g.organization_id and r.id = g.recognition_id
      left join delivery d on d.organization_id = g.organization_id and d.gift_id = g.id
     group by g.id, r.status having count(d.gift_id) <> case when r.status = 'declined' then 0 else 1 end`,
  'a giver was not answered, or the way to answer was kept': `
    select id::text || ' ' || answer_status as row from recognition
     where answer_status not in ('none', 'sent') or reply_to is not null`,
};

const UNDELIVERED = `select gift_id::text || ' ' || status || ' ' || coalesce(last_error, '') as row
  from delivery where status <> 'sent'`;

/**
 * Everything that is wrong in a database after the work is done, in words; empty when all is well.
 *
 * `accepted` is how many requests were accepted, and `undelivered` leaves out gifts that could not be delivered.
 */
export async function findBreaches(
  db: Db,
  { accepted, undelivered = false }: { accepted?: number; undelivered?: boolean } = {},
): Promise<string[]> {
  const rules = { ...BREACHES, ...(undelivered ? {} : { 'a gift was not delivered': UNDELIVERED }) };
  const found: string[] = [];
  for (const [name, query] of Object.entries(rules)) {
    const { rows } = await sql<{ row: string }>`${sql.raw(query)}`.execute(db);
    found.push(...rows.map(({ row }) => `${name}: ${row}`));
  }
  const proof = await verifyLedger(db);
  found.push(...proof.checks.filter((check) => !check.ok).map((check) => `broken: ${check.name}`));
  const requests = await countRequests(db);
  if (accepted !== undefined && requests !== accepted) {
    found.push(`${accepted} requests were accepted and ${requests} are kept`);
  }
  return found;
}

/** How many requests to give were accepted. */
export async function countRequests(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from recognition`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Waits until nothing is left to be done: all is decided, delivered and answered, or has failed. */
export async function untilSettled(db: Db, timeoutMs = 40_000): Promise<void> {
  await until(
    'end of the work',
    async () => {
      const { rows } = await sql<{ count: number }>`
        select (select count(*) from recognition where status = 'queued')
             + (select count(*) from recognition where answer_status in ('due', 'sending', 'unknown'))
             + (select count(*) from delivery where status in ('due', 'sending', 'unknown'))
             - (select count(*) from failed_job where job = 'issue-gifts')::int as count`.execute(db);
      return Number(rows[0]?.count) === 0;
    },
    timeoutMs,
  );
}

/** Lets the time of a sender that died run out, which is a minute otherwise. */
export async function letLeasesRunOut(db: Db): Promise<void> {
  await sql`update delivery set due_at = now() - interval '10 s' where status = 'sending'`.execute(db);
  await sql`update recognition set answer_due_at = now() - interval '10 s' where answer_status = 'sending'`.execute(
    db,
  );
}
