/**
 * The states and their transitions: the only place that says what may become what. The database refuses any other move of a
 * gift, a recognition or an approval, so a new one needs a migration of its triggers `…_settled`.
 */

export const RECOGNITION_STATUSES = [
  'awaiting_confirmation',
  'queued',
  'awaiting_approval',
  'issued',
  'refused',
  'declined',
  'cancelled',
] as const;
export type RecognitionStatus = (typeof RECOGNITION_STATUSES)[number];

export const GIFT_STATUSES = ['reserved', 'issued', 'delivered', 'redeemed', 'expired', 'voided'] as const;
export type GiftStatus = (typeof GIFT_STATUSES)[number];

export const DELIVERY_STATUSES = ['due', 'sending', 'sent', 'unknown', 'failed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export const APPROVAL_STATUSES = ['open', 'approved', 'declined', 'expired', 'withdrawn'] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

/**
 * What needs a decision: a gift above a threshold, more funds for a department, the void of a gift, the return of
 * promotional credit, another code for a gift, or the closing of a wallet.
 */
export type ApprovalKind = 'gift' | 'funds' | 'void' | 'promo' | 'reissue' | 'close';

/** A grant of promotional credit. What was spent of it is seen in its account. */
export type GrantStatus = 'open' | 'expired' | 'taken-back';

/**
 * What becomes of a gift that is a gift card. `open`: its recipient has yet to choose one. `chosen`: they chose it, and may choose another
 * until it is ordered; `waiting`: nobody chooses. `failed`: it was not bought, so the gift is stored value. `dropped`: the gift was taken
 * back, or has expired.
 */
export type GiftCardStatus = 'open' | 'waiting' | 'chosen' | 'ordered' | 'bought' | 'failed' | 'dropped';

/**
 * A checkout. `awaiting_remainder`: another payment method has yet to say that it pays the rest; `capturing`: it has yet to say that it
 * took it. What was refunded of a captured one is seen in its tenders.
 */
export const CHECKOUT_STATUSES = [
  'awaiting_remainder',
  'authorized',
  'capturing',
  'captured',
  'voided',
  'expired',
  'declined',
] as const;
export type CheckoutStatus = (typeof CHECKOUT_STATUSES)[number];

/** Money is held for a checkout in one of these. */
export const HELD_STATUSES: readonly CheckoutStatus[] = ['awaiting_remainder', 'authorized', 'capturing'];

/** A call to another payment method. Only `unknown` and `pending` are asked again, with the same key. */
export type PaymentCallStatus = 'due' | 'asking' | 'pending' | 'unknown' | 'ok' | 'rejected';

/** An address that is told of events. `disabled`: its calls went wrong for too long, or it said that it is gone. */
export type WebhookStatus = 'active' | 'paused' | 'disabled' | 'deleted';

/** An event on its way to a webhook. */
export type WebhookSendingStatus = 'due' | 'sending' | 'sent' | 'failed';

export const STOCK_STATUSES = ['in-stock', 'taken', 'recalled'] as const;
/** A code in stock. */
export type StockStatus = (typeof STOCK_STATUSES)[number];

/**
 * An order in the store. `fulfilling`: a person sees to it, or a provider is asked for it. What was taken for one that is cancelled or
 * refunded went back to where it came from.
 */
export const ORDER_STATUSES = ['placed', 'fulfilling', 'fulfilled', 'cancelled', 'refunded'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/**
 * Why an order was cancelled or refunded: its buyer wanted it, or whoever sees to orders; nobody paid for it, or its provider did not
 * sell it.
 */
export type OrderEnd = 'buyer' | 'person' | 'unpaid' | 'not-bought';

/** Requests in these states are still open: their giver will hear of them again. */
export const OPEN_STATUSES: readonly RecognitionStatus[] = [
  'awaiting_confirmation',
  'queued',
  'awaiting_approval',
];

type Move<S> = { from: readonly S[]; to: S };

export const recognitionMoves = {
  /** The giver is asked to confirm. */
  question: { from: ['queued'], to: 'awaiting_confirmation' },
  confirm: { from: ['awaiting_confirmation'], to: 'queued' },
  cancel: { from: ['awaiting_confirmation'], to: 'cancelled' },
  issue: { from: ['queued', 'awaiting_approval'], to: 'issued' },
  reserve: { from: ['queued'], to: 'awaiting_approval' },
  refuse: { from: ['queued'], to: 'refused' },
  decline: { from: ['awaiting_approval'], to: 'declined' },
  /** Its giver no longer wants it. */
  withdraw: { from: ['awaiting_approval'], to: 'cancelled' },
} as const satisfies Record<string, Move<RecognitionStatus>>;

export const giftMoves = {
  issue: { from: ['reserved'], to: 'issued' },
  deliver: { from: ['issued'], to: 'delivered' },
  redeem: { from: ['issued', 'delivered'], to: 'redeemed' },
  /** Its last day is over. */
  expire: { from: ['issued', 'delivered'], to: 'expired' },
  /** The value of a redeemed gift is taken back from the wallet; the gift stays redeemed. */
  void: { from: ['reserved', 'issued', 'delivered'], to: 'voided' },
} as const satisfies Record<string, Move<GiftStatus>>;

export const giftCardMoves = {
  choose: { from: ['open', 'chosen'], to: 'chosen' },
  /** Its gift can no longer be taken back. */
  order: { from: ['waiting', 'chosen'], to: 'ordered' },
  buy: { from: ['ordered'], to: 'bought' },
  fail: { from: ['open', 'waiting', 'chosen', 'ordered'], to: 'failed' },
  drop: { from: ['open', 'waiting', 'chosen'], to: 'dropped' },
} as const satisfies Record<string, Move<GiftCardStatus>>;

export const approvalMoves = {
  approve: { from: ['open'], to: 'approved' },
  decline: { from: ['open'], to: 'declined' },
  expire: { from: ['open'], to: 'expired' },
  /** The requester no longer wants it. */
  withdraw: { from: ['open'], to: 'withdrawn' },
} as const satisfies Record<string, Move<ApprovalStatus>>;

export const grantMoves = {
  expire: { from: ['open'], to: 'expired' },
  'take-back': { from: ['open'], to: 'taken-back' },
} as const satisfies Record<string, Move<GrantStatus>>;

export const checkoutMoves = {
  /** The other payment method pays the rest. */
  confirm: { from: ['awaiting_remainder'], to: 'authorized' },
  /** It does not. */
  decline: { from: ['awaiting_remainder'], to: 'declined' },
  /** It is asked to take the rest. */
  'ask-capture': { from: ['authorized'], to: 'capturing' },
  /** It did not. */
  'fail-capture': { from: ['capturing'], to: 'authorized' },
  capture: { from: ['authorized', 'capturing'], to: 'captured' },
  void: { from: ['awaiting_remainder', 'authorized'], to: 'voided' },
  expire: { from: ['awaiting_remainder', 'authorized'], to: 'expired' },
} as const satisfies Record<string, Move<CheckoutStatus>>;

export const stockMoves = {
  take: { from: ['in-stock'], to: 'taken' },
  /** What it was taken for was cancelled before anybody saw it. */
  return: { from: ['taken'], to: 'in-stock' },
  /** Its batch is bad: what is left of it, and what would come back into it. */
  recall: { from: ['in-stock', 'taken'], to: 'recalled' },
} as const satisfies Record<string, Move<StockStatus>>;

export const orderMoves = {
  /** Its fulfiller takes it on, or its provider is asked. */
  start: { from: ['placed'], to: 'fulfilling' },
  fulfil: { from: ['placed', 'fulfilling'], to: 'fulfilled' },
  cancel: { from: ['placed', 'fulfilling'], to: 'cancelled' },
  refund: { from: ['fulfilled'], to: 'refunded' },
} as const satisfies Record<string, Move<OrderStatus>>;

export const deliveryMoves = {
  /** `sending` can be leased again once its lease has expired: its sender died. */
  lease: { from: ['due', 'unknown', 'sending'], to: 'sending' },
  /** Sent is sent, even if another process took it over or gave it up meanwhile. */
  send: { from: ['due', 'sending', 'unknown', 'failed'], to: 'sent' },
  postpone: { from: ['sending'], to: 'due' },
  lose: { from: ['sending'], to: 'unknown' },
  fail: { from: ['sending'], to: 'failed' },
  /** The gift was taken back, or has expired: there is nothing left to send. */
  withdraw: { from: ['due', 'sending', 'unknown'], to: 'failed' },
  retry: { from: ['failed'], to: 'due' },
  /** Somebody asks for the message again. */
  resend: { from: ['due', 'sent', 'unknown', 'failed'], to: 'due' },
  /** It says something else from now on, such as another code, so that one on its way counts for nothing. */
  renew: { from: ['due', 'sending', 'sent', 'unknown', 'failed'], to: 'due' },
} as const satisfies Record<string, Move<DeliveryStatus>>;

export const webhookMoves = {
  pause: { from: ['active'], to: 'paused' },
  resume: { from: ['paused', 'disabled'], to: 'active' },
  disable: { from: ['active'], to: 'disabled' },
  delete: { from: ['active', 'paused', 'disabled'], to: 'deleted' },
} as const satisfies Record<string, Move<WebhookStatus>>;

export const webhookSendingMoves = {
  /** `sending` can be leased again once its lease has expired: its sender died. */
  lease: { from: ['due', 'sending'], to: 'sending' },
  /** Sent is sent, even if another process took it over meanwhile. */
  send: { from: ['due', 'sending', 'failed'], to: 'sent' },
  postpone: { from: ['sending'], to: 'due' },
  fail: { from: ['sending'], to: 'failed' },
  /** Somebody asks for it again. */
  replay: { from: ['due', 'sent', 'failed'], to: 'due' },
} as const satisfies Record<string, Move<WebhookSendingStatus>>;
