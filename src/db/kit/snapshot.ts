import type { Db, Reader } from './schema.ts';

/** Runs reads that all see the database as it is at one instant, whatever is written meanwhile. Nothing can be written by it. */
export function readSnapshot<T>(db: Db, read: (snapshot: Reader) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}
