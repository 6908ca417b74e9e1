import { type FailedJob, listFailedJobs } from '#src/db/jobs/failed-job.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** The failed jobs of an organization; none for those who do not look after all of it. */
export async function listFailedJobsWithin(db: Reader, scope: Scope): Promise<FailedJob[]> {
  return scope.isAll ? listFailedJobs(db, scope.organizationId) : [];
}
