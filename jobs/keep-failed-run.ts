import type { FailedRun } from './job.ts';
import type { JobDeps } from './job-deps.ts';

/** Keeps the row's work as a failed job, for people to see and retry. */
export async function keepFailedRun({ app }: JobDeps, { job, due, id, error }: FailedRun): Promise<void> {
  await app.jobs.keepFailed({ job, due, subjectId: id, reason: error.message });
}
