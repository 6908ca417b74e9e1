import { type RawBuilder, sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';

/** After a longer pause, the sweep has begun anew: nobody ran it in between. */
const PAUSE = '10 minutes';

/**
 * Records that the sweep runs now, and since when it has without a pause, by the clock of the database: other machines compare it
 * with that one.
 */
export async function recordSweep(tx: Tx): Promise<void> {
  await sql`
    insert into last_sweep as s (swept_at, running_since) values (clock_timestamp(), clock_timestamp())
    on conflict (is_single) do update
       set swept_at = excluded.swept_at,
           running_since = case when s.running_since is null or s.swept_at < excluded.swept_at - ${PAUSE}::interval
                                then excluded.swept_at else s.running_since end`.execute(tx);
}

/** How long ago the sweep last ran, in milliseconds; undefined when it never did. */
export async function findSweepAgeMs(db: Reader): Promise<number | undefined> {
  const { rows } = await sql<{ ageMs: number | null }>`
    select extract(epoch from clock_timestamp() - max(swept_at))::float8 * 1000 as "ageMs" from last_sweep`.execute(
    db,
  );
  return rows[0]?.ageMs ?? undefined;
}

/** The sweep as work that is due, when it last ran before an instant. */
export function lateSweep(before: Date): RawBuilder<{ job: 'sweep'; dueAt: Date }> {
  return sql`(select 'sweep' as job, swept_at as "dueAt" from last_sweep where swept_at < ${before})`;
}
