import type { Db, Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { silentLog } from './silent-log.ts';
import { TEST_KEYS } from './test-keys.ts';
import { createRecordingQueue } from './recording-queue.ts';

/** A transaction for SQL that is tested by itself: with the time of day, and a queue that nobody works on. */
export function transactOn<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(
    { db, clock: { now: () => new Date() }, queue: createRecordingQueue(), log: silentLog, keys: TEST_KEYS },
    work,
  );
}
