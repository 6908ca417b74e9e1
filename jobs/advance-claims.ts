import type { Job } from './job.ts';
import { keepFailedRun } from './keep-failed-run.ts';

/**
 * Reminds people of gifts that they have yet to claim, and lets those expire whose last day is over. The sweep enqueues it
 * when one of these is due.
 */
export const advanceClaimsJob: Job<'advance-claims'> = {
  name: 'advance-claims',
  due: 'claims',
  attempts: 8,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  concurrency: 5,
  onFailed: keepFailedRun,

  async run({ app }, giftId) {
    await app.gift.advanceClaim(giftId);
  },
};
