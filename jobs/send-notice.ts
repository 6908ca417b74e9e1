import type { NoticeOrder } from '#src/app.ts';
import { noticeCard } from '#src/chat/cards/notice-card.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import type { JobDeps } from './job-deps.ts';
import { atPace, defineSending, mail } from './sending.ts';

/** Tells a person something that is no gift, over the next channel that is left: direct message, email. */
export const sendNotice = defineSending<NoticeOrder>('send-notice', {
  claim: (app, noticeIds) => app.claimNotices(noticeIds),
  send,
  record: (app, attempts) => app.recordNotices(attempts),
});

function send(deps: JobDeps, order: NoticeOrder): Promise<SendOutcome> {
  const message = { card: noticeCard(deps.words, order), key: `notice-${order.claimed.id}-${order.channel}` };
  if (order.channel === 'email') return mail(deps, order.to, message);
  return atPace(deps, order.to, (platform) => platform.sendDirectMessage(order.to, message));
}
