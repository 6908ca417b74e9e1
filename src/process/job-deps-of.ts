import type { JobDeps } from '#jobs/job-deps.ts';
import { dueJobs } from '#jobs/jobs.ts';
import { createClosedAccounts } from '#jobs/closed-accounts.ts';
import type { Core } from './open-core.ts';

/** The dependencies of this process's jobs. */
export async function jobDepsOf({ app, adapters, words, log, pace }: Core): Promise<JobDeps> {
  const { platforms, mailer } = await adapters();
  const closedAccounts = createClosedAccounts();
  return { app, platforms, mailer, pace, closedAccounts, words, log, dueJobs };
}
