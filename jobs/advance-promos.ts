import type { Job } from './job.ts';
import { keepFailedRun } from './keep-failed-run.ts';

/** Reminds people of promotional credit that is about to expire, and lets it expire. The sweep enqueues it on its day. */
export const advancePromosJob: Job<'advance-promos'> = {
  name: 'advance-promos',
  due: 'promos',
  attempts: 8,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  concurrency: 5,
  onFailed: keepFailedRun,

  async run({ app }, grantId) {
    await app.wallet.advancePromo(grantId);
  },
};
