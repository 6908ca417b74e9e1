import type { NotificationToSend } from '#src/app.ts';
import { notificationCard } from '#src/chat/cards/notification-card.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import type { JobDeps } from './job-deps.ts';
import { defineSending, sendOver } from './sending.ts';

/** Tells a person something that is no gift, over the next channel that is left: direct message, email. */
export const sendNotification = defineSending<NotificationToSend>('send-notification', {
  lease: (app, notificationIds) => app.message.leaseNotifications(notificationIds),
  send,
  record: (app, attempts) => app.message.recordNotifications(attempts),
});

function send(deps: JobDeps, toSend: NotificationToSend): Promise<SendOutcome> {
  const card = notificationCard(deps.words, toSend);
  return sendOver(deps, toSend, { card, key: `notification-${toSend.leased.id}-${toSend.channel}` });
}
