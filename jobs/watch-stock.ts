import type { Job } from './job.ts';
import { keepFailedRun } from './keep-failed-run.ts';

/** Tells HR and finance when few codes of a product are left. Whoever takes one enqueues it, and so does the sweep once an hour. */
export const watchStockJob: Job<'watch-stock'> = {
  name: 'watch-stock',
  due: 'stock',
  attempts: 8,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  concurrency: 2,
  onFailed: keepFailedRun,

  async run({ app }, productId) {
    await app.reward.watchStock(productId);
  },
};
