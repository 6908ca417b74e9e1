import { defineJob } from './define-job.ts';
import type { JobDeps } from './job-deps.ts';

/** Seals what was added to the ledger, so that a row that is changed by hand later is found. */
export const sealLedger = defineJob<JobDeps>('seal-ledger', {
  attempts: 1,
  backoff: { firstMs: 1_000, maxMs: 1_000 },
  concurrency: 1,
  everyMs: 300_000,

  async giveUp({ log }, _id, error) {
    log.warn({ err: error }, 'the ledger could not be sealed; the next run tries again');
  },

  async run({ app }) {
    const { isDone } = await app.ledger.seal();
    return isDone ? undefined : { again: 0 };
  },
});
