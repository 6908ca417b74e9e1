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
