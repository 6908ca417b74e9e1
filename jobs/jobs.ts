import { answerGiver } from './answer-giver.ts';
import { deliverGift } from './deliver-gift.ts';
import { issueGifts } from './issue-gifts.ts';
import { sealLedger } from './seal-ledger.ts';
import { sendNotice } from './send-notice.ts';
import { sweep } from './sweep.ts';
import { tendApprovals } from './tend-approvals.ts';

/** Every job that a worker runs. */
export const jobs = [
  issueGifts,
  deliverGift,
  answerGiver,
  tendApprovals,
  sendNotice,
  sweep,
  sealLedger,
] as const;
