import type { DeliveryToSend } from '#src/app.ts';
import { claimCard, giftCard } from '#src/chat/cards/gift-card.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import { defineJob } from './define-job.ts';
import type { JobDeps } from './job-deps.ts';
import { atPace, sendingJob, mail } from './sending.ts';

/**
 * Hands a gift to its recipient over the next channel that is left: direct message, claim button, email.
 *
 * Runs at least once: the delivery's row says what was tried, and only who leased it may try.
 */
export const deliverGift = defineJob({
  name: 'deliver-gift',
  due: 'deliveries',
  ...sendingJob<DeliveryToSend>({
    lease: (app, giftIds) => app.leaseDeliveries(giftIds),
    send,
    record: (app, attempts) => app.recordDeliveries(attempts),
  }),
});

function send(deps: JobDeps, toSend: DeliveryToSend): Promise<SendOutcome> {
  const { words } = deps;
  const { gift } = toSend;
  const key = `gift-${gift.giftId}-${toSend.channel}`;
  switch (toSend.channel) {
    case 'dm': {
      const message = { card: giftCard(words, gift, toSend.code, 'chat'), key };
      return atPace(deps, toSend.to, (platform) => platform.sendDirectMessage(toSend.to, message));
    }
    case 'claim': {
      const message = { card: claimCard(words, gift), key };
      return atPace(deps, toSend.to, (platform) =>
        platform.postToChannel(toSend.channelId, toSend.to, message),
      );
    }
    case 'email':
      return mail(deps, toSend.to, { card: giftCard(words, gift, toSend.code, 'email'), key });
    default:
      return toSend satisfies never;
  }
}
