import type { DueJob } from '#src/app.ts';
import { answerGiver } from './answer-giver.ts';
import { deliverGift } from './deliver-gift.ts';
import { issueGifts } from './issue-gifts.ts';
import { sealLedger } from './seal-ledger.ts';
import { sendNotification } from './send-notification.ts';
import { sweep } from './sweep.ts';
import { advanceApprovals } from './advance-approvals.ts';

/** Every job that a worker runs. */
export const jobs = [
  issueGifts,
  deliverGift,
  answerGiver,
  advanceApprovals,
  sendNotification,
  sweep,
  sealLedger,
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
