import { defineJob } from './define-job.ts';
import type { JobDeps } from './job-deps.ts';

/** Enqueues again every row that is due and was not taken: an emptied queue loses nothing. */
export const sweep = defineJob<JobDeps>('sweep', {
  attempts: 1,
  backoff: { firstMs: 1_000, maxMs: 1_000 },
  concurrency: 1,
  everyMs: 10_000,

  async giveUp({ log }, _id, error) {
    log.warn({ err: error }, 'the sweep failed; the next one follows');
  },

  async run({ app }) {
    await app.jobs.enqueueDue();
  },
});
