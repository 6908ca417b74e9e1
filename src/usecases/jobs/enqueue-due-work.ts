import { type DueRows, listDue, listOldestDue } from '#src/db/jobs/due.ts';
import { recordSweep } from '#src/db/jobs/last-sweep.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { JobName } from '#src/ports/queue.ts';
import { cancelUnconfirmed } from '#src/usecases/recognition/steps/cancel-unconfirmed.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** A job and the rows it works on. */
export type DueJob = { job: JobName; due: DueRows };

/** Work still untouched this long after it was due: its id must have been lost from the queue. */
export const LATE_MS = 3_000;

/**
 * Enqueues every overdue row again, so an emptied queue loses nothing, and cancels requests that were never confirmed.
 * It records that it ran, which proves that jobs pass the queue.
 */
export async function enqueueDueWork(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  jobs: readonly DueJob[],
): Promise<void> {
  await transact(deps, async (tx) => {
    await recordSweep(tx);
    await cancelUnconfirmed(deps, tx);
  });
  const before = new Date(deps.clock.now().getTime() - LATE_MS);
  const overdue = new Set((await listOldestDue(deps.db, jobs, { before })).map(({ job }) => job));
  for (const { job, due } of jobs.filter((one) => overdue.has(one.job))) {
    const ids = await listDue(deps.db, { job, due, before });
    if (ids.length === 0) continue;
    deps.log.info({ job, count: ids.length }, 'Enqueued overdue work');
    await deps.queue.enqueue(job, ids);
  }
}
