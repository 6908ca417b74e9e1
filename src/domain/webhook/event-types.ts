import type { ApprovalKind, ApprovalStatus, OrderEnd } from '#src/domain/states.ts';
import { ITEM_KINDS } from '#src/domain/store/item.ts';

/**
 * What a field of an event holds: an id, an amount in minor units, a currency's code, an instant, a whole number, or one
 * of these words. There is no kind for text: nothing that somebody wrote, no address and no code can be in an event.
 */
type FieldKind = 'id' | 'id?' | 'minor' | 'currency' | 'instant' | 'number' | readonly string[];

/** The data of an event: its fields and what they hold. `id?` may be missing. */
export type EventShape = Readonly<Record<string, FieldKind>>;

const MONEY = { amountMinor: 'minor', currency: 'currency' } as const;

const GIFT = {
  giftId: 'id',
  recognitionId: 'id',
  departmentId: 'id',
  giverId: 'id',
  recipientId: 'id',
  ...MONEY,
} as const;

const CHECKOUT = { checkoutId: 'id', marketplaceId: 'id', personId: 'id', ...MONEY } as const;

const ORDER = {
  orderId: 'id',
  itemId: 'id',
  kind: ITEM_KINDS,
  buyerId: 'id',
  checkoutId: 'id',
  ...MONEY,
} as const;

const ORDER_ENDS = ['buyer', 'person', 'unpaid', 'not-bought'] as const satisfies readonly OrderEnd[];

const APPROVAL = {
  approvalId: 'id',
  kind: ['gift', 'funds', 'void', 'promo', 'reissue', 'close'] as const satisfies readonly ApprovalKind[],
  subjectId: 'id',
  departmentId: 'id',
  requestedBy: 'id',
  ...MONEY,
} as const;

const DECIDED = ['approved', 'declined', 'expired', 'withdrawn'] as const satisfies readonly ApprovalStatus[];

/**
 * The types of events that a webhook can choose, with what their data holds. A new type is a line here, and a call of
 * `publish` in the transaction in which it happens.
 */
export const EVENT_TYPES = {
  'gift.issued': GIFT,
  'gift.delivered': GIFT,
  'gift.undelivered': GIFT,
  'gift.redeemed': { ...GIFT, redeemedBy: 'id' },
  'gift.expired': GIFT,
  'gift.voided': { ...GIFT, by: ['giver', 'organization'] },
  'gift.reversed': GIFT,
  'recognition.ended': { recognitionId: 'id', giverId: 'id?', how: ['refused', 'cancelled'] },
  'checkout.authorized': CHECKOUT,
  'checkout.captured': CHECKOUT,
  'checkout.voided': CHECKOUT,
  'checkout.expired': CHECKOUT,
  'checkout.declined': CHECKOUT,
  'checkout.refunded': { ...CHECKOUT, refundId: 'id' },
  'checkout.refused': { ...CHECKOUT, asked: ['authorize', 'capture', 'void', 'refund'] },
  'order.placed': ORDER,
  'order.fulfilling': ORDER,
  'order.fulfilled': ORDER,
  'order.cancelled': { ...ORDER, why: ORDER_ENDS },
  'order.refunded': { ...ORDER, why: ORDER_ENDS },
  'approval.asked': { ...APPROVAL, expiresAt: 'instant' },
  'approval.decided': { ...APPROVAL, status: DECIDED, decidedBy: 'id?' },
  'budget.alert': {
    departmentId: 'id',
    percent: 'number',
    grantedMinor: 'minor',
    leftMinor: 'minor',
    currency: 'currency',
    until: 'instant',
  },
} as const satisfies Record<string, EventShape>;

/** Sent when somebody tries a webhook out, whatever it chose. */
export const PING_SHAPE = { webhookId: 'id' } as const satisfies EventShape;

export type EventType = keyof typeof EVENT_TYPES;

export type PingType = 'webhook.ping';

export const EVENT_TYPE_NAMES = Object.keys(EVENT_TYPES) as EventType[];

export function isEventType(text: string): text is EventType {
  return Object.hasOwn(EVENT_TYPES, text);
}

type FieldOf<K extends FieldKind> = K extends readonly (infer Word)[]
  ? Word
  : K extends 'minor'
    ? bigint
    : K extends 'instant'
      ? Date
      : K extends 'number'
        ? number
        : K extends 'id?'
          ? string | null
          : string;

type DataOf<S extends EventShape> = { [F in keyof S]: FieldOf<S[F]> };

/** What an event of a type tells. Amounts are minor units. */
export type EventData<T extends EventType> = DataOf<(typeof EVENT_TYPES)[T]>;

/** Something that happened, for the webhooks of its organization. */
export type NewEvent = {
  [T in EventType]: { organizationId: string; type: T; data: EventData<T> };
}[EventType];
