import { sql } from 'kysely';
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

/** The page of rows after another one's last row; the first page where there is none. */
export type ReadPage<T> = (snapshot: Reader, last: T | undefined) => Promise<T[]>;

/**
 * The rows of a list as the database has them when the first is asked for, read page by page as they are asked for: whoever stops asking
 * ends the transaction with it. A page with fewer rows than `rowsAtOnce` is the last one. Read-only.
 */
export async function* readRows<T>(
  db: Db,
  rowsAtOnce: number,
  readPage: ReadPage<T>,
): AsyncGenerator<T, void> {
  const snapshot = await db
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute();
  try {
    let last: T | undefined;
    while (true) {
      const rows = await readPage(snapshot, last);
      yield* rows;
      if (rows.length < rowsAtOnce) return;
      last = rows.at(-1);
    }
  } finally {
    await snapshot.rollback().execute();
  }
}
