import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { FIRST } from '#src/db/ledger/seal-text.ts';

/** What has waited long for a seal, in words: `broken` while there was somebody to seal it, `notes` while nobody ran. */
export type LongWait = { broken: string[]; notes: string[] };

/** How long somebody may run without sealing what is there, which is done every few minutes. */
const LONGEST = '1 day';

/**
 * What has waited for a seal for more than a day. While no worker runs, as over a weekend that a company closes, nothing is
 * sealed, and nothing is wrong with it: so only the time counts in which the sweep ran. By the clock of the database.
 */
export async function findLongWait(db: Reader): Promise<LongWait> {
  const { rows } = await sql<{
    since: Date;
    rows: number;
    sweptAt: Date | null;
    runningSince: Date | null;
    hasRun: boolean;
    isBroken: boolean;
  }>`
    select w.since, w.rows, s.swept_at as "sweptAt", s.running_since as "runningSince", has.run as "hasRun",
           case when s.swept_at is null then has.run
                else s.swept_at - greatest(w.since, s.running_since) > ${LONGEST}::interval end as "isBroken"
      from (select min(at) as since, count(*)::integer as rows from (${UNSEALED}) unsealed) w
     cross join (select exists (select from seal) as run) has
      left join last_sweep s on true
     where w.since < clock_timestamp() - ${LONGEST}::interval`.execute(db);
  const [wait] = rows;
  if (!wait) return { broken: [], notes: [] };
  const what = `${wait.rows} rows of the record wait for a seal, the first since ${timeOf(wait.since)}`;
  if (wait.isBroken) return { broken: [`${what}, although ${ranOf(wait)}`], notes: [] };
  return { broken: [], notes: [`${what}: ${pausedOf(wait)}. A worker that runs seals them within minutes`] };
}

/** When each row was written that no seal covers: found one by one, for they are few beside all rows. */
const UNSEALED = sql`
  select c.at
    from (${lastOf('last_change')}) s
   cross join lateral (select at from change c where c.organization_id = s.organization_id and c.number > s.last offset 0) c
   union all
  select e.created_at
    from (${lastOf('last_posting')}) s
   cross join lateral (select organization_id, entry_id from posting p
                        where p.organization_id = s.organization_id and p.id > s.last order by p.id offset 0) p
   cross join lateral (select created_at from entry e where e.organization_id = p.organization_id and e.id = p.entry_id offset 0) e`;

function lastOf(column: 'last_change' | 'last_posting') {
  return sql`select o.id as organization_id, coalesce(max(${sql.ref(`seal.${column}`)}), ${sql.lit(FIRST.toString())}::bigint) as last
    from organization o left join seal on seal.organization_id = o.id group by o.id`;
}

type Run = { sweptAt: Date | null; runningSince: Date | null };

function ranOf({ sweptAt, runningSince }: Run): string {
  if (!sweptAt) return 'a worker sealed before, and when one last ran is not on record any more';
  return `a worker has run from ${runningSince ? timeOf(runningSince) : 'before then'} to ${timeOf(sweptAt)}`;
}

function pausedOf({ sweptAt, runningSince }: Run): string {
  if (!sweptAt) return 'no worker has ever run';
  return `no worker ran for most of that time. The last one ran from ${runningSince ? timeOf(runningSince) : 'an unknown time'} to ${timeOf(sweptAt)}`;
}

function timeOf(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
