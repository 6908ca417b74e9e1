import { type RawBuilder, sql } from 'kysely';
import type { Db, Reader } from './schema.ts';

/** Runs reads that all see the database at one instant, whatever is written in the meantime. Read-only. */
export function readSnapshot<T>(db: Db, read: (snapshot: Reader) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}

/** Reads something in a snapshot. */
export type Read<T> = (snapshot: Reader) => Promise<T>;

/**
 * Runs reads that all see what `snapshot` sees, on it and on up to `lanes - 1` more connections, and gives their results in the
 * order of the reads. Where no connection is free it does with fewer.
 */
export async function readInLanes<T>(
  db: Db,
  snapshot: Reader,
  { reads, lanes }: { reads: readonly Read<T>[]; lanes: number },
): Promise<T[]> {
  const results: T[] = [];
  const waiting = reads.entries();
  async function work(reader: Reader): Promise<void> {
    for (const [index, read] of waiting) results[index] = await read(reader);
  }
  const id = await exportSnapshot(snapshot);
  const others = Array.from({ length: lanes - 1 }, () => joinSnapshot(db, id, work));
  const done = await Promise.allSettled([work(snapshot), ...others]);
  for (const one of done) if (one.status === 'rejected') throw one.reason;
  return results;
}

async function exportSnapshot(snapshot: Reader): Promise<string> {
  const { rows } = await sql<{ id: string }>`select pg_export_snapshot() as id`.execute(snapshot);
  return rows[0]?.id ?? '';
}

/** Does nothing where it gets no connection: then the others do its share. */
async function joinSnapshot(db: Db, id: string, work: (reader: Reader) => Promise<void>): Promise<void> {
  let isJoined = false;
  try {
    await readSnapshot(db, async (reader) => {
      await sql`set transaction snapshot ${sql.lit(id)}`.execute(reader);
      isJoined = true;
      await work(reader);
    });
  } catch (fault) {
    if (isJoined) throw fault;
  }
}

const ROWS_AT_ONCE = 500;

/**
 * The rows of a query as the database has them when the first is asked for, read as they are asked for: whoever stops asking ends the
 * transaction with it. Read-only.
 */
export async function* readRows<T>(db: Db, query: RawBuilder<T>): AsyncGenerator<T, void> {
  const snapshot = await db
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute();
  try {
    await sql`declare rows_to_read no scroll cursor for ${query}`.execute(snapshot);
    while (true) {
      const { rows } = await sql<T>`fetch forward ${sql.lit(ROWS_AT_ONCE)} from rows_to_read`.execute(
        snapshot,
      );
      yield* rows;
      if (rows.length < ROWS_AT_ONCE) return;
    }
  } finally {
    await snapshot.rollback().execute();
  }
}
