import type { Job } from './job.ts';

/** Blanks texts and addresses that are older than the organization keeps them, once a day. */
export const applyRetentionJob: Job<'apply-retention'> = {
  name: 'apply-retention',
  everyMs: 3_600_000,

  async run({ app }) {
    await app.people.applyRetention();
  },
};
