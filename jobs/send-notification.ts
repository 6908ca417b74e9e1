import type { NotificationToSend } from '#src/app.ts';
import { notificationCard } from '#src/chat/cards/notification-card.ts';
import type { Card, SendOutcome } from '#src/ports/message.ts';
import type { Job } from './job.ts';
import type { JobDeps } from './job-deps.ts';
import { sendingJob, sendOver } from './sending.ts';

/** Sends a person anything but a gift, over the next open channel: direct message, email. */
export const sendNotificationJob: Job<'send-notification'> = {
  name: 'send-notification',
  due: 'notifications',
  ...sendingJob<NotificationToSend>({
    lease: (app, notificationIds) => app.message.leaseNotifications(notificationIds),
    cardOf: ({ words }, toSend) => notificationCard(words, toSend),
    send,
    record: (app, attempts) => app.message.recordNotifications(attempts),
  }),
};

function send(deps: JobDeps, toSend: NotificationToSend, card: Card): Promise<SendOutcome> {
  return sendOver(deps, toSend, { card, key: `notification-${toSend.leased.id}-${toSend.channel}` });
}
