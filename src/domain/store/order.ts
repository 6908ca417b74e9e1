import type { Money } from '#src/domain/kit/money.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { type OrderEnd, type OrderStatus, orderMoves } from '#src/domain/states.ts';
import type { ItemKind } from './item.ts';

/** What somebody ordered, for one price. Amounts in minor units. */
export type StoreOrder = Money & {
  organizationId: string;
  id: string;
  /** Who bought it, and by which checkout. */
  personId: string;
  checkoutId: string;
  itemId: string;
  /** As they were when it was ordered. */
  kind: ItemKind;
  itemName: string;
  requestId: string;
  placedAt: Date;
  status: OrderStatus;
  /** Whether one of its item was taken for it, which goes back when it is cancelled. */
  takesStock: boolean;
  startedAt: Date | null;
  fulfilledAt: Date | null;
  /** When it was cancelled or refunded. */
  endedAt: Date | null;
  endedWhy: OrderEnd | null;
  /** What its fulfiller wrote to its buyer, or empty. */
  note: string;
  /** What whoever cancelled or refunded it wrote, or empty. */
  reason: string;
  /** How often its buyer has looked at what it brought, and when last. */
  reveals: number;
  revealedAt: Date | null;
};

/**
 * How an order ends without its buyer having it. `reason`: what whoever did it wrote. `isRestocked`: what was counted is there again. A
 * code goes back unless it was seen.
 */
export type OrderEnding = {
  move: 'cancel' | 'refund';
  why: OrderEnd;
  actorId: string | null;
  reason?: string;
  isRestocked?: boolean;
};

/** How long an address for delivery may be, in characters. */
export const MOST_ADDRESS = 500;
/** How long a note or a reason may be, in characters. */
export const MOST_NOTE = 1_000;

/** So long before the money would not be held any more it is taken, whether or not anybody has seen to the order. */
export const TAKEN_BEFORE_MS = DAY_MS;
/** How long the address is kept once an order was fulfilled: parcels get lost. */
export const ADDRESS_KEPT_MS = 30 * DAY_MS;

/** Whether it has yet to be fulfilled or cancelled. */
export function isOpenOrder({ status }: Pick<StoreOrder, 'status'>): boolean {
  return orderMoves.cancel.from.some((one) => one === status);
}
