import type { DueJob } from '#src/app.ts';
import { applyRetentionJob } from './apply-retention.ts';
import { addUpSpendJob } from './add-up-spend.ts';
import { answerGiverJob } from './answer-giver.ts';
import { buyRewardJob } from './buy-reward.ts';
import { buyGiftCardJob } from './buy-gift-card.ts';
import { deliverGiftJob } from './deliver-gift.ts';
import { issueGiftsJob } from './issue-gifts.ts';
import { mailSpendJob } from './mail-spend.ts';
import { postRecognitionJob } from './post-recognition.ts';
import { proveLedgerJob } from './prove-ledger.ts';
import { sealLedgerJob } from './seal-ledger.ts';
import { sendNotificationJob } from './send-notification.ts';
import { syncPeopleJob } from './sync-people.ts';
import { tellMonthJob } from './tell-month.ts';
import { tellWeekJob } from './tell-week.ts';
import { sweepJob } from './sweep.ts';
import { updateCardJob } from './update-card.ts';
import { advanceApprovalsJob } from './advance-approvals.ts';
import { advancePromosJob } from './advance-promos.ts';
import { advanceCheckoutsJob } from './advance-checkouts.ts';
import { advanceClaimsJob } from './advance-claims.ts';
import { advanceOrdersJob } from './advance-orders.ts';
import { forgetWebhooksJob } from './forget-webhooks.ts';
import { sendWebhooksJob } from './send-webhooks.ts';
import { watchStockJob } from './watch-stock.ts';

/** Every job that a worker runs. */
export const jobs = [
  issueGiftsJob,
  deliverGiftJob,
  answerGiverJob,
  advanceApprovalsJob,
  advancePromosJob,
  advanceClaimsJob,
  buyGiftCardJob,
  buyRewardJob,
  advanceCheckoutsJob,
  advanceOrdersJob,
  watchStockJob,
  sendNotificationJob,
  updateCardJob,
  postRecognitionJob,
  sendWebhooksJob,
  forgetWebhooksJob,
  sweepJob,
  sealLedgerJob,
  proveLedgerJob,
  tellMonthJob,
  applyRetentionJob,
  tellWeekJob,
  mailSpendJob,
  addUpSpendJob,
  syncPeopleJob,
] as const;

/** The jobs that work on rows, and which rows: what the sweep checks. */
export const dueJobs: readonly DueJob[] = jobs.flatMap((job) =>
  job.due === undefined ? [] : [{ job: job.name, due: job.due }],
);

declare module '#src/ports/queue.ts' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be merged
  interface JobNames {
    name: (typeof jobs)[number]['name'];
  }
}
