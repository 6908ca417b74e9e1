/**
 * Every button, and the kind of card that carries it: a kind has one function that tells what its card looks like now
 * (`src/chat/cards/current-card.ts`), by the id in its buttons.
 */
export const BUTTONS = {
  /** An approver is asked; the id is the approval's. */
  approve: 'decision',
  decline: 'decision',
  /** A giver waits for an approver; the id is the approval's. */
  withdraw: 'waiting',
  /** A giver is told about their request; the id is the request's. */
  confirm: 'update',
  'confirm-privately': 'update',
  cancel: 'update',
  undo: 'update',
  'ask-funds': 'update',
  /** A gift before its recipient's eyes only. */
  redeem: 'gift',
  'report-code': 'gift',
  thank: 'gift',
  'choose-card': 'gift',
  'keep-as-balance': 'gift',
  /** Others read of a recognition; the id is the request's. */
  applaud: 'post',
  /** A gift that waits in a channel. */
  claim: 'claim',
  /** A gift did not reach its recipient; the id is the gift's. */
  resend: 'undelivered',
  /** Somebody's balance, with the gifts that wait for them; the id is a gift's. */
  'redeem-listed': 'balance',
  /** A link to the wallet, for whoever presses; the id is the gift's, or the person's. */
  'open-wallet': 'gift',
  'open-wallet-listed': 'balance',
  /** Whoever sees to an order hears of it; the id is the order's. */
  'start-order': 'order',
  'fulfil-order': 'order',
  'cancel-order': 'order',
  /**
   * On cards before their reader's eyes only, which show what is there to be bought and are not kept true: what a press finds changed is
   * said then. The first carries the item's id, the others what `order-press` writes.
   */
  'buy-item': undefined,
  'place-order': undefined,
  'place-order-to': undefined,
} as const;

export type ButtonId = keyof typeof BUTTONS;

/** The kinds of card with buttons that are kept true. */
export type CardKind = Exclude<(typeof BUTTONS)[ButtonId], undefined>;

/** Buttons come back from outside: `constructor` is none. */
export function isButtonId(id: string): id is ButtonId {
  return Object.hasOwn(BUTTONS, id);
}
