import { type RawBuilder, sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Read } from '#src/db/kit/snapshot.ts';
import { writeAmounts } from './rule-words.ts';

/** How many of the rows that break a rule are told. */
export const SHOWN_BROKEN = 5;

/**
 * What sorting or hashing may take before it goes to disk, in kB, for each of a rule's tables: by how much memory the server was told to
 * count on, which is 4 GB unless somebody says otherwise, and then makes 128 MB.
 */
const WORK_MEM = `(select greatest(65536, least(262144, setting::bigint * 8 / 32))::text from pg_settings where name = 'effective_cache_size')`;

/**
 * Each rule lays whole tables beside each other, which is done by reading and hashing them. Where the planner knows nothing of a
 * table yet, as right after a large import, it would rather read one of them for each row of another; and one in the order of
 * an index rather than sort it, from all over the disk.
 */
export function findBroken(db: Reader, query: RawBuilder<unknown>): Promise<string[]> {
  return overTables((reader) => readBroken(reader, query))(db);
}

export function overTables<T>(read: Read<T>): Read<T> {
  return async (db) => {
    await allowIndexes(db, 'off');
    return read(db);
  };
}

/** The same for a rule over few rows, for which indexes are the way. */
export async function findBrokenAmong(db: Reader, query: RawBuilder<unknown>): Promise<string[]> {
  await allowIndexes(db, 'on');
  return readBroken(db, query);
}

export function inAnyWay<T>(read: Read<T>): Read<T> {
  return async (db) => {
    await allowIndexes(db, 'on');
    return read(db);
  };
}

/** What was last allowed in a transaction. */
const ALLOWED = new WeakMap<Reader, 'on' | 'off'>();

/** Whether to plan with what goes through an index row by row: until the transaction ends, or until this is called again. */
async function allowIndexes(db: Reader, allowed: 'on' | 'off'): Promise<void> {
  if (ALLOWED.get(db) === allowed) return;
  await sql`
    select set_config('enable_nestloop', ${allowed}, true), set_config('enable_mergejoin', ${allowed}, true),
           set_config('enable_indexscan', ${allowed}, true), set_config('work_mem', ${sql.raw(WORK_MEM)}, true),
           set_config('jit', 'off', true)`.execute(db);
  ALLOWED.set(db, allowed);
}

export async function readBroken(db: Reader, query: RawBuilder<unknown>): Promise<string[]> {
  const rows = await readFirst<{ broken: string }>(db, query, SHOWN_BROKEN);
  return rows.map((row) => writeAmounts(row.broken));
}

/** Planned for all rows, of which there are none as a rule; for the first few, Postgres would follow indexes all through a table. */
export async function readFirst<T>(db: Reader, query: RawBuilder<unknown>, limit: number): Promise<T[]> {
  const { rows } = await sql<T>`
    with found as materialized (${query}) select * from found limit ${limit}`.execute(db);
  return rows;
}
