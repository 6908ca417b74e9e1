import { insertFailedJob } from '#src/db/jobs/failed-job.ts';
import type { JobName } from '#src/ports/queue.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Keeps a job whose attempts are used up; `largesse jobs failed` lists it and `jobs retry` runs it again. */
export async function keepFailedJob(
  deps: Pick<Deps, 'db' | 'clock'>,
  failedJob: { job: JobName; subjectId: string; reason: string },
): Promise<void> {
  await deps.db
    .transaction()
    .execute((tx) => insertFailedJob(tx, { ...failedJob, failedAt: deps.clock.now() }));
}
