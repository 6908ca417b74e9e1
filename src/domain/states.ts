/** The states and their transitions: the only place that says what may become what. */

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

/** What needs a decision: a gift above a threshold, more funds for a department, or the void of a gift. */
export type ApprovalKind = 'gift' | 'funds' | 'void';

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
  /** The value of a redeemed gift is taken back from the wallet; the gift stays redeemed. */
  void: { from: ['reserved', 'issued', 'delivered'], to: 'voided' },
} as const satisfies Record<string, Move<GiftStatus>>;

export const approvalMoves = {
  approve: { from: ['open'], to: 'approved' },
  decline: { from: ['open'], to: 'declined' },
  expire: { from: ['open'], to: 'expired' },
  /** The requester no longer wants it. */
  withdraw: { from: ['open'], to: 'withdrawn' },
} as const satisfies Record<string, Move<ApprovalStatus>>;

export const deliveryMoves = {
  /** `sending` can be leased again once its lease has expired: its sender died. */
  lease: { from: ['due', 'unknown', 'sending'], to: 'sending' },
  /** Sent is sent, even if another process took it over or gave it up meanwhile. */
  send: { from: ['due', 'sending', 'unknown', 'failed'], to: 'sent' },
  postpone: { from: ['sending'], to: 'due' },
  lose: { from: ['sending'], to: 'unknown' },
  fail: { from: ['sending'], to: 'failed' },
  /** The gift was taken back: there is nothing left to send. */
  withdraw: { from: ['due', 'sending', 'unknown'], to: 'failed' },
  retry: { from: ['failed'], to: 'due' },
  /** Somebody asks for the message again. */
  resend: { from: ['due', 'sent', 'unknown', 'failed'], to: 'due' },
} as const satisfies Record<string, Move<DeliveryStatus>>;
