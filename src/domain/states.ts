/** The states and their moves: the only place that says what may become what. */

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

type Move<S> = { from: readonly S[]; to: S };

export const giftMoves = {
  deliver: { from: ['issued'], to: 'delivered' },
  redeem: { from: ['issued', 'delivered'], to: 'redeemed' },
} as const satisfies Record<string, Move<GiftStatus>>;

export const deliveryMoves = {
  /** `sending` is taken over once its lease is past: its sender died. */
  claim: { from: ['due', 'unknown', 'sending'], to: 'sending' },
  /** Whoever sent it, it is sent, even when somebody took it over or gave it up meanwhile. */
  send: { from: ['due', 'sending', 'unknown', 'failed'], to: 'sent' },
  postpone: { from: ['sending'], to: 'due' },
  lose: { from: ['sending'], to: 'unknown' },
  fail: { from: ['sending'], to: 'failed' },
  retry: { from: ['failed'], to: 'due' },
} as const satisfies Record<string, Move<DeliveryStatus>>;
