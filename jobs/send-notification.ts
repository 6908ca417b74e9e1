import type { NotificationToSend } from '#src/app.ts';
import { notificationCard } from '#src/chat/cards/notification-card.ts';
import { monthChart } from '#src/chat/cards/month-chart.ts';
import { spendFileCard } from '#src/chat/cards/spend-file-card.ts';
import { weekChart } from '#src/chat/cards/week-chart.ts';
import type { Card, SendOutcome } from '#src/ports/message.ts';
import type { Picture } from '#src/ports/picture.ts';
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

async function send(deps: JobDeps, toSend: NotificationToSend, card: Card): Promise<SendOutcome> {
  const key = `notification-${toSend.leased.id}-${toSend.channel}`;
  const { content, leased, link } = toSend;
  if (content.kind === 'report.spend') {
    const file = await deps.writeSpend?.(leased, content.detail);
    if (!file) return { status: 'closed', reason: 'they get it no more' };
    if (file !== 'too-large') return sendOver(deps, toSend, { card, key, file });
    const told = spendFileCard(deps.words, content.detail, { link, isTooLarge: true });
    return sendOver(deps, toSend, { card: told, key });
  }
  return sendOver(deps, toSend, { card, key, chart: await drawChart(deps, toSend) });
}

/** Mail alone shows pictures of news. */
async function drawChart(
  { draw, words }: JobDeps,
  { channel, content }: NotificationToSend,
): Promise<Picture | undefined> {
  if (!draw || channel !== 'email') return undefined;
  const picture =
    content.kind === 'report.month'
      ? monthChart(words, content.detail)
      : content.kind === 'report.week'
        ? weekChart(words, content.detail)
        : undefined;
  return picture && draw(picture);
}
