import type { ActionHandler } from '../define-action.ts';
import { approve } from './approve.ts';
import { askFunds } from './ask-funds.ts';
import { cancel } from './cancel.ts';
import { claim } from './claim.ts';
import { confirm } from './confirm.ts';
import { decline } from './decline.ts';
import { redeem } from './redeem.ts';
import { redeemListed } from './redeem-listed.ts';
import { undo } from './undo.ts';
import { withdraw } from './withdraw.ts';

/** Every button, by the id that its card gives it. */
export const actions: Readonly<Record<string, ActionHandler>> = {
  approve,
  'ask-funds': askFunds,
  cancel,
  claim,
  confirm,
  decline,
  redeem,
  'redeem-listed': redeemListed,
  undo,
  withdraw,
};
