import type { DeliveryOrder } from '#src/app.ts';
import { claimCard, giftCard } from '#src/chat/cards/gift-card.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import type { JobDeps } from './job-deps.ts';
import { atPace, defineSending, mail } from './sending.ts';

/**
 * Hands a gift to its recipient over the next channel that is left: direct message, claim button, email.
 *
 * Runs at least once: the delivery's row says what was tried, and only who claimed it may try.
 */
export const deliverGift = defineSending<DeliveryOrder>('deliver-gift', {
  claim: (app, giftIds) => app.claimDeliveries(giftIds),
  send,
  record: (app, attempts) => app.recordDeliveries(attempts),
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
