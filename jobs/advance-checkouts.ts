import type { Job } from './job.ts';
import { keepFailedRun } from './keep-failed-run.ts';

/**
 * Asks another payment method for its part of checkouts until it has answered, and gives back what was held too long. The sweep
 * enqueues it when one of these is due.
 */
export const advanceCheckoutsJob: Job<'advance-checkouts'> = {
  name: 'advance-checkouts',
  due: 'checkouts',
  attempts: 8,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  concurrency: 5,
  onFailed: keepFailedRun,

  async run({ app }, checkoutId) {
    return app.checkout.advance(checkoutId);
  },
};
