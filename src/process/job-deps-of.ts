import type { JobDeps } from '#jobs/job-deps.ts';
import { dueJobs } from '#jobs/jobs.ts';
import { createClosedAccounts } from '#jobs/closed-accounts.ts';
import { createDrawPicture } from '#src/draw/draw-picture.ts';
import { writeSpendFile } from '#src/web/pages/spend/write-spend-file.ts';
import { createHeadKeepers } from './head-keepers/create-head-keepers.ts';
import { openPeopleSource } from './people-source/create-people-source.ts';
import type { Core } from './open-core.ts';

/** The dependencies of this process's jobs. */
export async function jobDepsOf({
  config,
  organization,
  app,
  adapters,
  webhooks,
  words,
  log,
  pace,
}: Core): Promise<JobDeps> {
  const { platforms, mailer } = await adapters();
  const closedAccounts = createClosedAccounts();
  const source = openPeopleSource(config);
  const headKeepers = createHeadKeepers(config, { platforms, mailer, words });
  return {
    app,
    headKeepers,
    platforms,
    mailer,
    webhooks: await webhooks(),
    pace,
    closedAccounts,
    peopleSync: source && { organizationId: organization.id, source },
    words,
    draw: createDrawPicture({ log }),
    writeSpend: (reader, asked) => writeSpendFile({ app, words }, reader, asked),
    log,
    dueJobs,
  };
}
