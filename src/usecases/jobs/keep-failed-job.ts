import type { DueRows } from '#src/db/jobs/due.ts';
import { insertFailedJob } from '#src/db/jobs/failed-job.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { JobName } from '#src/ports/queue.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/**
 * Keeps a job whose attempts are used up; `largesse jobs failed` lists it and `jobs retry` runs it again.
 * Throws when there is no row of that id: work that nobody would see must not be given up.
 */
export async function keepFailedJob(
  deps: Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>,
  failedJob: { job: JobName; due: DueRows; subjectId: string; reason: string },
): Promise<void> {
  await transact(deps, (tx) => insertFailedJob(tx, { ...failedJob, failedAt: tx.now }));
}
