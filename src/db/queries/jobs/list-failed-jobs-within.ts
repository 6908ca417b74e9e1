import { type FailedJob, listFailedJobs } from '#src/db/jobs/failed-job.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** An organization's failed jobs; empty for readers who do not manage all of it. */
export async function listFailedJobsWithin(db: Reader, scope: Scope): Promise<FailedJob[]> {
  return scope.isAll ? listFailedJobs(db, scope.organizationId) : [];
}
