import type { Job } from './job.ts';
import { keepFailedRun } from './keep-failed-run.ts';

/** Orders the gift cards of gifts that can no longer be undone. The sweep enqueues it when one is due. */
export const buyGiftCardJob: Job<'buy-gift-card'> = {
  name: 'buy-gift-card',
  due: 'gift-cards',
  attempts: 8,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  concurrency: 5,
  onFailed: keepFailedRun,

  async run({ app }, giftId) {
    await app.reward.orderGiftCard(giftId);
  },
};
