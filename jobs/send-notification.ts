import type { NotificationToSend } from '#src/app.ts';
import { notificationCard } from '#src/chat/cards/notification-card.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import { defineJob } from './define-job.ts';
import type { JobDeps } from './job-deps.ts';
import { atPace, sendingJob, mail } from './sending.ts';

/** Tells a person something that is no gift, over the next channel that is left: direct message, email. */
export const sendNotification = defineJob({
  name: 'send-notification',
  due: 'notifications',
  ...sendingJob<NotificationToSend>({
    lease: (app, notificationIds) => app.leaseNotifications(notificationIds),
    send,
    record: (app, attempts) => app.recordNotifications(attempts),
  }),
});

function send(deps: JobDeps, toSend: NotificationToSend): Promise<SendOutcome> {
  const message = {
    card: notificationCard(deps.words, toSend),
    key: `notification-${toSend.leased.id}-${toSend.channel}`,
  };
  if (toSend.channel === 'email') return mail(deps, toSend.to, message);
  return atPace(deps, toSend.to, (platform) => platform.sendDirectMessage(toSend.to, message));
}
