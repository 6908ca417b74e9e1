import { insertParkedJob } from '#src/db/jobs/parked-job.ts';
import type { JobName } from '#src/ports/queue.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Puts work aside whose attempts are used up; `largesse jobs parked` shows it and `jobs retry` takes it up again. */
export async function parkJob(
  deps: Pick<Deps, 'db' | 'clock'>,
  parked: { job: JobName; subjectId: string; reason: string },
): Promise<void> {
  await deps.db.transaction().execute((tx) => insertParkedJob(tx, { ...parked, parkedAt: deps.clock.now() }));
}
