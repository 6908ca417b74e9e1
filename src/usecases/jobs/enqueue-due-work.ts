import { type DueRows, listDue } from '#src/db/jobs/due.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { JobName } from '#src/ports/queue.ts';
import { cancelUnconfirmed } from '#src/usecases/recognition/steps/cancel-unconfirmed.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** A job and the rows it works on. */
export type DueJob = { job: JobName; due: DueRows };

/** Work still untouched this long after it was due: its id must have been lost from the queue. */
const LATE_MS = 3_000;

/**
 * Enqueues every overdue row again, so an emptied queue loses nothing, and cancels requests that were never confirmed.
 */
export async function enqueueDueWork(
  deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>,
  jobs: readonly DueJob[],
): Promise<void> {
  await transact(deps, (tx) => cancelUnconfirmed(tx));
  const before = new Date(deps.clock.now().getTime() - LATE_MS);
  for (const { job, due } of jobs) {
    const ids = await listDue(deps.db, { job, due, before });
    if (ids.length === 0) continue;
    deps.log.info({ job, count: ids.length }, 'Enqueued overdue work');
    await deps.queue.enqueue(job, ids);
  }
}
