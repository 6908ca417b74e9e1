import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db, Reader, Tx } from '#src/db/kit/schema.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { listUnsigned, sealText, type UnsignedRow } from './signatures.ts';
import { FIRST, LINES, linesOf, sealHash, type Stream, STREAMS } from './seal-text.ts';

/** A stretch of an organization's books that was sealed. `hash` is in hexadecimal. */
export type Seal = {
  number: number;
  postings: number;
  changes: number;
  activities: number;
  hash: string;
  /** Rows in it that no process of Largesse has signed, the first ones. */
  unsigned: readonly UnsignedRow[];
};

/** Of each stream, the number up to which nothing can appear any more. */
export type Settled = Record<Stream['table'], bigint>;

const LOOK_EVERY_MS = 50;
/** Any number will do that no other program takes on this database. */
const SEALING_LOCK = 5_209_413_816;
/** Of more, a seal names the first. */
export const MOST_UNSIGNED = 100;

/**
 * The numbers of the last rows that may be sealed; undefined when a transaction that may still write below them did not
 * end in time.
 *
 * Numbers become visible out of order, because a transaction that took a lower one may commit later. Whoever inserts
 * holds a `RowExclusiveLock` on the table from before the number is taken until the end of the transaction. So we read
 * the last number that was handed out, then see who holds that lock: every lower number belongs to one of those or to a
 * transaction that has ended. Once they have ended too, all lower numbers are visible, or never will be. We only look at
 * the locks, so nobody waits for us. It holds while the sequences hand numbers out one by one, as they were made
 * (`cache 1`).
 */
export async function findSettled(db: Db, patienceMs: number): Promise<Settled | undefined> {
  const settled = await readLastNumbers(db);
  const writers = await listWriters(db);
  const deadline = performance.now() + patienceMs;
  for (let waiting = writers; waiting.length > 0; ) {
    if (performance.now() > deadline) return undefined;
    await sleep(LOOK_EVERY_MS);
    const writing = await listWriters(db);
    waiting = writing.filter((one) => writers.includes(one) || isPrepared(one));
  }
  return settled;
}

async function readLastNumbers(db: Db): Promise<Settled> {
  const columns = STREAMS.map(({ table, sequence }) => `(select last_value from ${sequence}) as ${table}`);
  const { rows } = await sql<Settled>`select ${sql.raw(columns.join(', '))}`.execute(db);
  const [settled] = rows;
  if (!settled) throw new Error('a sequence has no last value');
  return settled;
}

/** The transactions that write to a stream now, by their virtual ids, which are not used again while the server runs. */
async function listWriters(db: Db): Promise<string[]> {
  const tables = STREAMS.map(({ table }) => `'${table}'::regclass`).join(', ');
  const { rows } = await sql<{ writer: string }>`
    select distinct virtualtransaction as writer
      from pg_locks
     where locktype = 'relation' and relation in (${sql.raw(tables)}) and mode = 'RowExclusiveLock' and granted
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
 * Seals the next stretch of an organization's books; undefined when nothing is left up to `settled`. The database reads
 * and hashes the rows itself, so only the outcome travels. It needs `tryLockSealing` before.
 */
export async function insertSeal(
  tx: Tx,
  keys: Pick<KeyRing, 'sign' | 'isSigned'>,
  stretch: { organizationId: string; settled: Settled; maxRows: number; sealedAt: Date },
): Promise<Seal | undefined> {
  const { organizationId, sealedAt } = stretch;
  const previous = await findLastSeal(tx, organizationId);
  const { rows } = await sql<MadeSeal>`
    with ${sql.join(STREAMS.flatMap((stream) => partsOf(stream, stretch, previous)))},
    made as (
      select ${organizationId}::uuid as organization_id, ${(previous?.number ?? 0) + 1}::integer as number,
             ${previous?.hash ?? null}::bytea as previous_hash, ${sealedAt}::timestamptz as sealed_at,
             coalesce(p.first, p.last) as first_posting, p.last as last_posting, p.rows as postings, p.marks,
             c.last as last_change, c.rows as changes, c.marks as change_marks,
             a.last as last_activity, a.rows as activities, a.marks as activity_marks,
             p.lines as posting_lines, c.lines as change_lines, a.lines as activity_lines
        from posting_part p, change_part c, activity_part a
       where p.rows + c.rows + a.rows > 0
    )
    insert into seal (organization_id, number, first_posting, last_posting, postings, marks, last_change, changes,
                      change_marks, last_activity, activities, activity_marks, sealed_at, hash)
    select organization_id, number, first_posting, last_posting, postings, marks, last_change, changes,
           change_marks, last_activity, activities, activity_marks, sealed_at,
           ${sql.raw(sealHash('made', { posting: 'made.posting_lines', change: 'made.change_lines', activity: 'made.activity_lines' }))}
      from made
    returning number, postings, changes, activities, encode(hash, 'hex') as hash,
              last_change as "lastChange", last_activity as "lastActivity"`.execute(tx);
  const [seal] = rows;
  if (!seal) return undefined;
  const unsigned = await sign(tx, keys, { ...seal, organizationId, previous });
  const { lastChange: _, lastActivity: __, ...made } = seal;
  return { ...made, unsigned };
}

type MadeSeal = Omit<Seal, 'unsigned'> & { lastChange: bigint; lastActivity: bigint };

/** A stream's stretch and what a seal says of it. */
function partsOf(
  stream: Stream,
  { organizationId, settled, maxRows }: { organizationId: string; settled: Settled; maxRows: number },
  previous: LastSeal | undefined,
) {
  const { table, id, last } = stream;
  const after = previous?.[last] ?? undefined;
  return [
    sql`${sql.ref(`${table}_stretch`)} as (
      select * from ${sql.table(table)}
       where organization_id = ${organizationId} and ${sql.ref(id)} > ${after ?? FIRST}
         and ${sql.ref(id)} <= ${settled[table]}
       order by ${sql.ref(id)} limit ${maxRows})`,
    sql`${sql.ref(`${table}_part`)} as (
      select count(*)::integer as rows, min(id) as first, coalesce(max(id), ${after ?? 0n}::bigint) as last,
             ${sql.raw(LINES.text)} as lines, ${sql.raw(LINES.marks)} as marks
        from (${sql.raw(linesOf(stream, `${table}_stretch`))}) line)`,
  ];
}

type LastSeal = { number: number; hash: Buffer } & Record<Stream['last'], bigint | null>;

async function findLastSeal(tx: Tx, organizationId: string): Promise<LastSeal | undefined> {
  return tx
    .selectFrom('seal')
    .select(['number', 'last_posting', 'last_change', 'last_activity', 'hash'])
    .where('organization_id', '=', organizationId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Signs a new seal, together with the rows in it that nobody signed. */
async function sign(
  tx: Tx,
  keys: Pick<KeyRing, 'sign' | 'isSigned'>,
  seal: MadeSeal & { organizationId: string; previous: LastSeal | undefined },
): Promise<UnsignedRow[]> {
  const { organizationId, number, hash, previous } = seal;
  const unsigned = await listUnsigned(tx, keys, {
    organizationId,
    stretch: {
      change: { after: previous?.last_change ?? FIRST, upTo: seal.lastChange },
      activity: { after: previous?.last_activity ?? FIRST, upTo: seal.lastActivity },
    },
    limit: MOST_UNSIGNED,
  });
  const { keyId, mac } = keys.sign(sealText({ organizationId, number, hash, unsigned }));
  await tx
    .updateTable('seal')
    .set({ key_id: keyId, mac: Buffer.from(mac), unsigned: JSON.stringify(unsigned) })
    .where('organization_id', '=', organizationId)
    .where('number', '=', number)
    .execute();
  return unsigned;
}

export type SealedEnd = { organizationId: string; change: bigint; activity: bigint };

/** Up to where each organization's record is sealed. */
export async function listSealedEnds(db: Reader): Promise<SealedEnd[]> {
  const { rows } = await sql<SealedEnd>`
    select o.id as "organizationId", coalesce(s.last_change, ${FIRST}) as change, coalesce(s.last_activity, ${FIRST}) as activity
      from organization o
      left join lateral (
        select last_change, last_activity from seal where organization_id = o.id order by number desc limit 1) s on true`.execute(
    db,
  );
  return rows;
}
