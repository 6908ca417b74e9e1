import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db, Tx } from '#src/db/kit/schema.ts';
import { FIRST, LINES, linesOf, sealHash } from './seal-text.ts';

/** A stretch of an organization's ledger that was sealed. `hash` is in hexadecimal. */
export type Seal = { number: number; postings: number; hash: string };

const LOOK_EVERY_MS = 50;
/** Any number will do that no other program takes on this database. */
const SEALING_LOCK = 5_209_413_816;

/**
 * The id of a posting up to which nothing can appear any more; undefined when a transaction that may still write below
 * it did not end in time.
 *
 * Ids become visible out of order, because a transaction that took a lower one may commit later. Whoever inserts holds
 * a `RowExclusiveLock` on the table from before the id is taken until the end of the transaction. So we read the last id
 * that was handed out, then see who holds that lock: every lower id belongs to one of those or to a transaction that
 * has ended. Once they have ended too, all lower ids are visible, or never will be. We only look at the locks, so nobody
 * waits for us. It holds while the sequence hands ids out one by one, as it was made (`cache 1`).
 */
export async function findSettledPosting(db: Db, patienceMs: number): Promise<bigint | undefined> {
  const { rows } = await sql<{ last: bigint }>`select last_value as last from posting_id_seq`.execute(db);
  const writers = await listWriters(db);
  const deadline = performance.now() + patienceMs;
  for (let waiting = writers; waiting.length > 0; ) {
    if (performance.now() > deadline) return undefined;
    await sleep(LOOK_EVERY_MS);
    const writing = await listWriters(db);
    waiting = writing.filter((one) => writers.includes(one) || isPrepared(one));
  }
  return rows[0]?.last;
}

/** The transactions that insert postings now, by their virtual ids, which are not used again while the server runs. */
async function listWriters(db: Db): Promise<string[]> {
  const { rows } = await sql<{ writer: string }>`
    select virtualtransaction as writer
      from pg_locks
     where locktype = 'relation' and relation = 'posting'::regclass and mode = 'RowExclusiveLock' and granted
       and database = (select oid from pg_database where datname = current_database())`.execute(db);
  return rows.map(({ writer }) => writer);
}

/** A transaction that is prepared for a two-phase commit goes on under another id than it began with. */
function isPrepared(writer: string): boolean {
  return writer.startsWith('-1/');
}

/** Makes this transaction the only one that seals; false when another one is at it. */
export async function tryLockSealing(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(${SEALING_LOCK}) as taken`.execute(tx);
  return rows[0]?.taken ?? false;
}

/**
 * Seals the next stretch of an organization's ledger; undefined when nothing is left up to `upTo`. The database reads
 * and hashes the rows itself, so only the outcome travels. It needs `tryLockSealing` before.
 */
export async function insertSeal(
  tx: Tx,
  stretch: { organizationId: string; upTo: bigint; maxPostings: number; sealedAt: Date },
): Promise<Seal | undefined> {
  const { organizationId, upTo, maxPostings, sealedAt } = stretch;
  const previous = await findLastSeal(tx, organizationId);
  const { rows } = await sql<Seal>`
    with stretch as (
      select * from posting
       where organization_id = ${organizationId} and id > ${previous?.lastPosting ?? FIRST} and id <= ${upTo}
       order by id limit ${maxPostings}
    ), made as (
      select organization_id, ${(previous?.number ?? 0) + 1}::integer as number, min(id) as first_posting,
             max(id) as last_posting, count(*)::integer as postings, ${previous?.hash ?? null}::bytea as previous_hash,
             ${sealedAt}::timestamptz as sealed_at, ${sql.raw(LINES.text)} as lines, ${sql.raw(LINES.marks)} as marks
        from (${sql.raw(linesOf('stretch'))}) line
       group by organization_id
    )
    insert into seal (organization_id, number, first_posting, last_posting, postings, marks, sealed_at, hash)
    select organization_id, number, first_posting, last_posting, postings, marks, sealed_at,
           ${sql.raw(sealHash('made', 'made.lines'))}
      from made
    returning number, postings, encode(hash, 'hex') as hash`.execute(tx);
  return rows[0];
}

async function findLastSeal(tx: Tx, organizationId: string) {
  return tx
    .selectFrom('seal')
    .select(['number', 'last_posting as lastPosting', 'hash'])
    .where('organization_id', '=', organizationId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}
