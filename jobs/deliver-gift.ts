import type { DeliveryToSend } from '#src/app.ts';
import { claimCard, giftCard } from '#src/chat/cards/gift-card.ts';
import type { Card, SendOutcome } from '#src/ports/message.ts';
import type { Job } from './job.ts';
import type { JobDeps } from './job-deps.ts';
import { sendingJob, sendOver } from './sending.ts';

/**
 * Delivers a gift to its recipient over the next open channel: direct message, claim button, email.
 *
 * Runs at least once: the delivery's row records what was tried, and only the leaseholder may try.
 */
export const deliverGift: Job<'deliver-gift'> = {
  name: 'deliver-gift',
  due: 'deliveries',
  ...sendingJob<DeliveryToSend>({
    lease: (app, giftIds) => app.message.leaseDeliveries(giftIds),
    send,
    record: (app, attempts) => app.message.recordDeliveries(attempts),
  }),
};

function send(deps: JobDeps, toSend: DeliveryToSend): Promise<SendOutcome> {
  const card = cardOf(deps, toSend);
  return sendOver(deps, toSend, { card, key: `gift-${toSend.gift.giftId}-${toSend.channel}` });
}

function cardOf({ words, platforms }: JobDeps, toSend: DeliveryToSend): Card {
  if (toSend.channel === 'claim') return claimCard(words, toSend.gift);
  const { gift, code, channel } = toSend;
  if (channel === 'dm') return giftCard(words, gift, code, 'chat');
  return giftCard(words, gift, code, platforms.size > 0 ? 'email' : 'email-only');
}
