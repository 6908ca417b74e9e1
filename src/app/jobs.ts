import { listFailedJobsWithin } from '#src/db/queries/jobs/list-failed-jobs-within.ts';
import { enqueueDueWork } from '#src/usecases/jobs/enqueue-due-work.ts';
import { findSweepAge } from '#src/usecases/jobs/find-sweep-age.ts';
import { findWaitingWork } from '#src/usecases/jobs/find-waiting-work.ts';
import { keepFailedJob } from '#src/usecases/jobs/keep-failed-job.ts';
import { retryFailedJobs } from '#src/usecases/jobs/retry-failed-jobs.ts';
import { fromDb } from './from.ts';

export const jobsUseCases = {
  enqueueDue: enqueueDueWork,
  findSweepAge,
  findWaiting: findWaitingWork,
  keepFailed: keepFailedJob,
  retryFailed: retryFailedJobs,
};

export const jobsQueries = { listFailed: fromDb('job', listFailedJobsWithin) };

export type { DueJob } from '#src/usecases/jobs/enqueue-due-work.ts';
export type { WaitingWork } from '#src/usecases/jobs/find-waiting-work.ts';
