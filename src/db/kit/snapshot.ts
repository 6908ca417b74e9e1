import type { Db, Reader } from './schema.ts';

/** Runs reads that all see the database at one instant, whatever is written in the meantime. Read-only. */
export function readSnapshot<T>(db: Db, read: (snapshot: Reader) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}
