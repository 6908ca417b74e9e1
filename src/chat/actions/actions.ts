import type { ButtonId } from '#src/domain/message/buttons.ts';
import type { ActionHandler } from '../define-action.ts';
import { applaud } from './applaud.ts';
import { approve } from './approve.ts';
import { askFunds } from './ask-funds.ts';
import { buyItem } from './buy-item.ts';
import { cancel } from './cancel.ts';
import { chooseCard } from './choose-card.ts';
import { claim } from './claim.ts';
import { confirm } from './confirm.ts';
import { decline } from './decline.ts';
import { openWallet } from './open-wallet.ts';
import { placeOrder } from './place-order.ts';
import { keepDelivered, redeemDelivered } from './redeem-delivered.ts';
import { redeemListed } from './redeem-listed.ts';
import { reportDelivered } from './report-delivered.ts';
import { resend } from './resend.ts';
import { finishOrder, dropOrder, takeOrderOn } from './see-to-order.ts';
import { thank } from './thank.ts';
import { undo } from './undo.ts';
import { withdraw } from './withdraw.ts';

/** Every button, by the id that its card gives it. */
export const actions: Readonly<Record<ButtonId, ActionHandler>> = {
  applaud,
  approve,
  'ask-funds': askFunds,
  'buy-item': buyItem,
  cancel,
  'cancel-order': dropOrder,
  'choose-card': chooseCard,
  claim,
  confirm,
  'confirm-privately': confirm,
  decline,
  'keep-as-balance': keepDelivered,
  'fulfil-order': finishOrder,
  'open-wallet': openWallet,
  'open-wallet-listed': openWallet,
  'place-order': placeOrder,
  'place-order-to': placeOrder,
  redeem: redeemDelivered,
  'redeem-listed': redeemListed,
  'report-code': reportDelivered,
  resend,
  'start-order': takeOrderOn,
  thank,
  undo,
  withdraw,
};
