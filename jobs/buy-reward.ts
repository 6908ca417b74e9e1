import type { Job } from './job.ts';
import { keepFailedRun } from './keep-failed-run.ts';

/** Longer waits are left to the sweep, so that news of the provider can shorten them. */
const SOON_MS = 10_000;

/** Asks a provider for a reward that was ordered, until it is bought or rejected. */
export const buyRewardJob: Job<'buy-reward'> = {
  name: 'buy-reward',
  due: 'rewards',
  attempts: 8,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  concurrency: 5,
  onFailed: keepFailedRun,

  async run({ app }, orderId) {
    const againMs = await app.reward.buy(orderId);
    return againMs !== undefined && againMs <= SOON_MS ? { again: againMs } : undefined;
  },
};
