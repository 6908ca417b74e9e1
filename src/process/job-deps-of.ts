import type { JobDeps } from '#jobs/job-deps.ts';
import { dueJobs } from '#jobs/jobs.ts';
import { createClosedAccounts } from '#jobs/closed-accounts.ts';
import { createHeadKeepers } from './head-keepers/create-head-keepers.ts';
import type { Core } from './open-core.ts';

/** The dependencies of this process's jobs. */
export async function jobDepsOf({
  config,
  app,
  adapters,
  webhooks,
  words,
  log,
  pace,
}: Core): Promise<JobDeps> {
  const { platforms, mailer } = await adapters();
  const closedAccounts = createClosedAccounts();
  const headKeepers = createHeadKeepers(config, { platforms, mailer, words });
  return {
    app,
    headKeepers,
    platforms,
    mailer,
    webhooks: await webhooks(),
    pace,
    closedAccounts,
    words,
    log,
    dueJobs,
  };
}
