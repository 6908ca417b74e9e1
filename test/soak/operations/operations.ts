import { move, setBudget, topUp } from './change-budget.ts';
import { decide } from './decide.ts';
import { expireGift } from './expire.ts';
import { followUp } from './follow-up.ts';
import { freeze } from './freeze.ts';
import { giveInBulk } from './give-in-bulk.ts';
import { giveInChat } from './give-in-chat.ts';
import { give, giveToGroup, giveWrongly } from './give.ts';
import { grantPromo } from './grant-promo.ts';
import { freezeWallet, reportCode } from './guard.ts';
import type { Operation } from './operation.ts';
import { order } from './order.ts';
import { press } from './press.ts';
import { redeemCode } from './redeem.ts';
import { repeatWork } from './repeat-work.ts';
import { spend } from './spend.ts';

/** What hands do, and how often each of it comes up among the others. */
export const OPERATIONS: readonly { run: Operation; weight: number }[] = [
  { run: give, weight: 24 },
  { run: giveInChat, weight: 10 },
  { run: giveToGroup, weight: 2 },
  { run: giveWrongly, weight: 2 },
  { run: giveInBulk, weight: 2 },
  { run: followUp, weight: 30 },
  { run: decide, weight: 10 },
  { run: redeemCode, weight: 5 },
  { run: press, weight: 6 },
  { run: repeatWork, weight: 6 },
  { run: setBudget, weight: 3 },
  { run: topUp, weight: 2 },
  { run: grantPromo, weight: 4 },
  { run: spend, weight: 8 },
  { run: order, weight: 12 },
  { run: reportCode, weight: 2 },
  { run: expireGift, weight: 6 },
  { run: freezeWallet, weight: 1 },
  { run: move, weight: 2 },
  { run: freeze, weight: 2 },
];
