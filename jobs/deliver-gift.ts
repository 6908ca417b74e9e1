import type { DeliveryOrder } from '#src/app.ts';
import { claimCard, giftCard } from '#src/chat/cards/gift-card.ts';
import type { SendOutcome } from '#src/ports.ts';
import { defineJob, ParkNow } from './define-job.ts';
import { type JobDeps, parkAs } from './job-deps.ts';
import { atPace, follow, mail } from './sending.ts';

/**
 * Hands a gift to its recipient over the next channel that is left: direct message, claim button, email.
 *
 * Runs at least once: the delivery's row says what was tried, and only who claimed it may try.
 */
export const deliverGift = defineJob<JobDeps>('deliver-gift', {
  attempts: 8,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  concurrency: 20,
  park: parkAs('deliver-gift'),

  async run(deps, giftId) {
    const claim = await deps.app.claimDelivery(giftId);
    if (claim.kind === 'nothing') return;
    if (claim.kind === 'park') throw new ParkNow(claim.reason);
    const outcome = await send(deps, claim.order);
    return follow(await deps.app.recordDelivery(claim.order, outcome));
  },
});

function send(deps: JobDeps, order: DeliveryOrder): Promise<SendOutcome> {
  const { words } = deps;
  const { gift } = order;
  const key = `gift-${gift.giftId}-${order.channel}`;
  switch (order.channel) {
    case 'dm': {
      const message = { card: giftCard(words, gift, order.code, 'chat'), key };
      return atPace(deps, order.to, (platform) => platform.sendDirectMessage(order.to, message));
    }
    case 'claim': {
      const message = { card: claimCard(words, gift), key };
      return atPace(deps, order.to, (platform) => platform.postToChannel(order.channelId, order.to, message));
    }
    case 'email':
      return mail(deps, order.to, { card: giftCard(words, gift, order.code, 'email'), key });
    default:
      return order satisfies never;
  }
}
