import type { JobDeps } from '#jobs/job-deps.ts';
import { dueJobs } from '#jobs/jobs.ts';
import { createPace } from '#jobs/pace.ts';
import type { Core } from './open-core.ts';

/** The dependencies of this process's jobs. */
export async function jobDepsOf({ app, adapters, words, log }: Core): Promise<JobDeps> {
  const { platforms, mailer } = await adapters();
  return { app, platforms, mailer, pace: createPace(), words, log, dueJobs };
}
