import type { Job } from './job.ts';
import { keepFailedRun } from './keep-failed-run.ts';

/**
 * Takes the money of orders before it would not be held any more, and erases addresses that nobody needs. The sweep enqueues it when one
 * of these is due.
 */
export const advanceOrdersJob: Job<'advance-orders'> = {
  name: 'advance-orders',
  due: 'orders',
  attempts: 8,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  concurrency: 2,
  onFailed: keepFailedRun,

  async run({ app }, orderId) {
    await app.store.advanceOrder(orderId);
  },
};
