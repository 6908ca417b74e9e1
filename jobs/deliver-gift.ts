import type { DeliveryToSend } from '#src/app.ts';
import { promisedCardCard } from '#src/chat/cards/bought-gift-cards.ts';
import { claimCard, giftCard, guestGiftCard } from '#src/chat/cards/gift-card.ts';
import type { Card, SendOutcome } from '#src/ports/message.ts';
import type { Job } from './job.ts';
import type { JobDeps } from './job-deps.ts';
import { sendingJob, sendOver } from './sending.ts';

/**
 * Delivers a gift to its recipient over the next open channel: direct message, claim button, email.
 *
 * Runs at least once: the delivery's row records what was tried, and only the leaseholder may try.
 */
export const deliverGiftJob: Job<'deliver-gift'> = {
  name: 'deliver-gift',
  due: 'deliveries',
  ...sendingJob<DeliveryToSend>({
    lease: (app, giftIds) => app.message.leaseDeliveries(giftIds),
    cardOf,
    send,
    record: (app, attempts) => app.message.recordDeliveries(attempts),
  }),
};

function send(deps: JobDeps, toSend: DeliveryToSend, card: Card): Promise<SendOutcome> {
  const { gift, channel, resent } = toSend;
  const again = resent > 0 ? `-${resent}` : '';
  const message = { card, key: `gift-${gift.giftId}-${channel}${again}` };
  return sendOver(deps, toSend, message, resent > 0);
}

function cardOf({ words, platforms }: JobDeps, toSend: DeliveryToSend): Card {
  if (toSend.channel === 'claim') return claimCard(words, toSend.gift);
  const { gift, code, channel } = toSend;
  if (!code) {
    const arrival =
      channel === 'dm' ? ({ in: 'chat' } as const) : ({ in: 'email', link: toSend.link } as const);
    return promisedCardCard(words, gift, arrival);
  }
  if (channel === 'dm') return giftCard(words, gift, code, 'chat');
  if (toSend.link !== undefined) return guestGiftCard(words, gift, toSend.link);
  return giftCard(words, gift, code, platforms.size > 0 ? 'email' : 'email-only');
}
