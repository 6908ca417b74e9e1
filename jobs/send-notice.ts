import type { NoticeOrder } from '#src/app.ts';
import { noticeCard } from '#src/chat/cards/notice-card.ts';
import type { SendOutcome } from '#src/ports.ts';
import { defineJob, ParkNow } from './define-job.ts';
import { type JobDeps, parkAs } from './job-deps.ts';
import { atPace, follow, mail } from './sending.ts';

/** Tells a person something that is no gift, over the next channel that is left: direct message, email. */
export const sendNotice = defineJob<JobDeps>('send-notice', {
  attempts: 8,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  concurrency: 10,
  park: parkAs('send-notice'),

  async run(deps, noticeId) {
    const claim = await deps.app.claimNotice(noticeId);
    if (claim.kind === 'nothing') return;
    if (claim.kind === 'park') throw new ParkNow(claim.reason);
    return follow(await deps.app.recordNotice(claim.order, await send(deps, claim.order)));
  },
});

function send(deps: JobDeps, order: NoticeOrder): Promise<SendOutcome> {
  const message = { card: noticeCard(deps.words, order), key: `notice-${order.notice.id}-${order.channel}` };
  if (order.channel === 'email') return mail(deps, order.to, message);
  return atPace(deps, order.to, (platform) => platform.sendDirectMessage(order.to, message));
}
