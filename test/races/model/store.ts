import type { OrderStatus } from '#src/domain/states.ts';
import type { ShopMood } from '#test/helpers/card-shop.ts';
import type { Payment } from './book.ts';
import type { Who } from './company.ts';
import {
  type DepartmentName,
  departmentOf,
  type Gift,
  type Model,
  type Request,
  rulesOf,
  sumOf,
} from './model.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What the store offers: own goods that Morgan sees to, codes from stock, and a gift card for what the buyer chooses. */
export const ITEMS = {
  mug: { kind: 'own', price: 300n, limit: 2 },
  ticket: { kind: 'codes', price: 400n, limit: undefined },
  books: { kind: 'gift-card', price: 500n, limit: undefined },
} as const;
export type ItemName = keyof typeof ITEMS;

/** How many there are when the store opens. */
export const STOCK = { mug: 3, ticket: 4 };

/** For how much the gift card is sold. */
export const CARD = { least: 500n, most: 2_500n };

/** The rule that gifts are that card; the product knows the item by its id. */
export const BOOKS = 'books';

/** What is left, and how the provider will answer next. */
export type Shelf = typeof STOCK & { answers: ShopMood[] };

/**
 * A grant of promotional credit. `paid`: what paid for it and has not come back; credit that comes back after its day is a grant of
 * its own that shares it.
 */
export type Promo = {
  grantId: string;
  owner: Who;
  department: DepartmentName;
  paid: Payment;
  left: bigint;
  expiresAt: number;
  status: 'open' | 'expired';
};

/** A part of what an order costs; without a promo it is gift funds. */
export type Part = { promo?: Promo; amount: bigint };

export type Order = {
  orderId: string;
  buyer: Who;
  item: ItemName;
  amount: bigint;
  parts: Part[];
  heldUntil: number;
  status: OrderStatus;
  money: 'held' | 'taken' | 'back';
  isSeen: boolean;
};

/** What a gift is bought as. `dueAt`: when it is ordered; null while it waits for an approver. */
export type CardOfGift = {
  status: 'waiting' | 'ordered' | 'bought' | 'failed' | 'dropped';
  dueAt: number | null;
};

/** `dueAt`: when the provider is asked for it next. `isSold`: the provider has sold it, whatever we heard. */
export type Purchase = {
  of: Order | Gift;
  isSold: boolean;
  dueAt: number;
  attempts: number;
  status: 'open' | 'bought' | 'rejected';
};

/** Whether a gift is a card, or is to be one. */
export function isCardNow({ card }: Pick<Gift, 'card'>): boolean {
  return card !== undefined && card.status !== 'failed' && card.status !== 'dropped';
}

/** When a gift that is issued now can no longer be undone, and its card is ordered. */
export function undoneAt(model: Model, department: DepartmentName, at: number): number {
  return at + rulesOf(model, department).undoMinutes * MINUTE_MS;
}

/** What a new gift is bought as, by the rules of now. */
export function cardOfNew(
  model: Model,
  request: Request,
  { at, status }: { at: number; status: Gift['status'] },
): CardOfGift | undefined {
  const department = departmentOf(request);
  if (rulesOf(model, department).giftKind === undefined) return undefined;
  return { status: 'waiting', dueAt: status === 'issued' ? undoneAt(model, department, at) : null };
}

/** The gift funds that somebody has: what they redeemed, less what their orders have of it. */
export function giftFundsOf({ gifts, orders }: Model, who: Who): bigint {
  const redeemed = gifts.filter(({ recipient, status }) => recipient === who && status === 'redeemed');
  const kept = orders.filter(({ buyer, money }) => buyer === who && money !== 'back');
  const spent = kept.flatMap(({ parts }) => parts).filter(({ promo }) => !promo);
  return sumOf(redeemed) - sumOf(spent);
}

export function openPromosOf({ promos }: Model, who: Who): Promo[] {
  return promos.filter(({ owner, status }) => owner === who && status === 'open');
}

/** The credit that can be spent now, in the order in which it is. */
export function lotsOf(model: Model, who: Who, at: number): Promo[] {
  const good = openPromosOf(model, who).filter(({ expiresAt, left }) => expiresAt > at && left > 0n);
  return good.toSorted((a, b) => a.expiresAt - b.expiresAt || (a.grantId < b.grantId ? -1 : 1));
}

export function leftOf(promos: readonly Promo[]): bigint {
  return promos.reduce((sum, { left }) => sum + left, 0n);
}

/** What pays an amount; undefined where the wallet is too small for it. */
export function split(
  model: Model,
  who: Who,
  { amount, at }: { amount: bigint; at: number },
): Part[] | undefined {
  const parts: Part[] = [];
  let rest = amount;
  for (const promo of lotsOf(model, who, at)) {
    const paid = promo.left < rest ? promo.left : rest;
    if (paid > 0n) parts.push({ promo, amount: paid });
    rest -= paid;
  }
  if (rest > giftFundsOf(model, who)) return undefined;
  return rest > 0n ? [...parts, { amount: rest }] : parts;
}

/** Ends an order: each part of its money goes back to where it came from, or, where that is over, to credit for two more weeks. */
export function endOrder(
  model: Model,
  order: Order,
  { to, at }: { to: 'cancelled' | 'refunded'; at: number },
): void {
  const parts = order.money === 'taken' ? order.parts.toReversed() : order.parts;
  order.status = to;
  order.money = 'back';
  for (const { promo, amount } of parts) {
    if (!promo) continue;
    if (promo.status === 'open' && promo.expiresAt > at) promo.left += amount;
    else model.promos.push(restored(promo, amount, at));
  }
}

/** Its id is told by the product. */
function restored(promo: Promo, left: bigint, at: number): Promo {
  return {
    ...promo,
    grantId: '',
    left,
    expiresAt: Math.max(promo.expiresAt, at + 14 * DAY_MS),
    status: 'open',
  };
}

export function isOpen({ status }: Order): boolean {
  return status === 'placed' || status === 'fulfilling';
}

/** Takes what is held for an order a day before it would not be held any more. */
export function takeBefore(order: Order, at: number): void {
  if (isOpen(order) && order.money === 'held' && order.heldUntil - at <= DAY_MS) order.money = 'taken';
}

/** Until when money is held for what is ordered now. */
export function heldUntil(at: number): number {
  return at + 7 * DAY_MS;
}

/** Settles a purchase that the provider has answered about for good. */
export function settlePurchase(
  model: Model,
  purchase: Purchase,
  { status, at }: { status: 'bought' | 'rejected'; at: number },
): void {
  purchase.status = status;
  const { of } = purchase;
  if ('giftId' in of) {
    of.card = { status: status === 'bought' ? 'bought' : 'failed', dueAt: null };
    if (status === 'bought') of.status = 'bought';
  } else if (status === 'bought') {
    Object.assign(of, { status: 'fulfilled', money: 'taken' });
  } else {
    endOrder(model, of, { to: 'cancelled', at });
  }
}
