import type { DueRows } from '#src/db/jobs/due.ts';
import { insertFailedJob } from '#src/db/jobs/failed-job.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { JobName } from '#src/ports/queue.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/**
 * Keeps a job that has used up its attempts; `largesse jobs failed` lists it and `jobs retry` runs it again.
 * Throws when no row has that id: work must not be dropped where nobody sees it.
 */
export async function keepFailedJob(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'queue' | 'log'>,
  failedJob: { job: JobName; due: DueRows; subjectId: string; reason: string },
): Promise<void> {
  await transact(deps, (tx) => insertFailedJob(tx, { ...failedJob, failedAt: tx.now }));
}
