import { expect } from 'vitest';
import type { Who } from '../company.ts';
import type { Model } from '../model.ts';
import {
  CARD,
  endOrder,
  giftFundsOf,
  heldUntil,
  leftOf,
  lotsOf,
  isOpen,
  type ItemName,
  ITEMS,
  type Order,
  split,
} from '../store.ts';
import { kindOf, nowOf, pickFrom, type Real, type Step, step } from './step.ts';

const BUYERS = ['alice', 'bob', 'mallory', 'ada', 'ben'] as const satisfies Who[];

/** `more`: what is offered above the price, or chosen of a card. `isTwice`: the click comes twice. */
export type Wanted = { item: ItemName; more: bigint; isTwice: boolean };

/** Somebody, mostly who has most to spend, orders something in the store. */
export function order(who: Who | undefined, { item, more, isTwice }: Wanted): Step {
  const amount = ITEMS[item].price + more;
  return step(
    `${who ?? 'who can'} orders ${item} for ${amount}${isTwice ? ', twice' : ''}`,
    async (model, real) => {
      const { core, people, items } = real;
      const at = nowOf(real);
      const buyer = who ?? richest(model, at);
      const expected = judgeOrder(model, { buyer, item, amount, at });
      const asked = { buyer: people[buyer], itemId: items[item], currency: 'USD', amountMinor: amount };
      const requestId = core.newId();
      const outcome = await core.app.store.order({ ...asked, requestId });

      expect(kindOf(outcome)).toBe(expected);
      if (!outcome.ok) return;
      const orderId = outcome.value.id;
      place(model, { orderId, buyer, item, amount, at });
      if (!isTwice) return;
      const again = await core.app.store.order({ ...asked, requestId });
      expect(again).toMatchObject({ ok: true, value: { id: orderId } });
    },
  );
}

function richest(model: Model, at: number): Who {
  const all = BUYERS.map((who) => ({ who, has: giftFundsOf(model, who) + leftOf(lotsOf(model, who, at)) }));
  return all.reduce((best, one) => (one.has > best.has ? one : best)).who;
}

type Asked = { buyer: Who; item: ItemName; amount: bigint; at: number };

function judgeOrder(model: Model, { buyer, item, amount, at }: Asked): string {
  const { kind, price, limit = Infinity } = ITEMS[item];
  if (item !== 'books' && model.shelf[item] === 0) return 'out-of-stock';
  if (kind === 'gift-card' && (amount < CARD.least || amount > CARD.most)) return 'card-amount';
  if (kind !== 'gift-card' && amount !== price) return 'price-changed';
  const had = model.orders.filter((one) => one.buyer === buyer && one.item === item && !isEnded(one));
  if (had.length >= limit) return 'order-limit';
  if (model.frozen.has(buyer)) return 'wallet-frozen';
  return split(model, buyer, { amount, at }) ? 'done' : 'wallet-short';
}

function place(model: Model, { orderId, buyer, item, amount, at }: Asked & { orderId: string }): void {
  const parts = split(model, buyer, { amount, at }) ?? [];
  for (const { promo, amount: paid } of parts) {
    if (promo) promo.left -= paid;
  }
  if (item !== 'books') model.shelf[item] -= 1;
  const { kind } = ITEMS[item];
  const isCode = kind === 'codes';
  const status = isCode ? 'fulfilled' : kind === 'gift-card' ? 'fulfilling' : 'placed';
  const money = isCode ? 'taken' : 'held';
  const placed: Order = {
    orderId,
    buyer,
    item,
    amount,
    parts,
    heldUntil: heldUntil(at),
    status,
    money,
    isSeen: false,
  };
  model.orders.push(placed);
  if (kind !== 'gift-card') return;
  model.purchases.push({ of: placed, isSold: false, dueAt: at, attempts: 0, status: 'open' });
}

function isEnded({ status }: Order): boolean {
  return status === 'cancelled' || status === 'refunded';
}

export const DEEDS = ['start', 'fulfil', 'cancel', 'refund', 'reveal'] as const;
export type Deed = (typeof DEEDS)[number];

/** Somebody does something with an order. `isRestocked`: what is refunded is on the shelf again. */
export function settle(
  back: number,
  { deed, by, isRestocked }: { deed: Deed; by?: Who | undefined; isRestocked: boolean },
): Step {
  return step(`${by ?? 'who should'} would ${deed} order ${back} back`, async (model, real) => {
    const picked = pickFrom(model.orders, back, (one) => !isEnded(one));
    if (!picked) return;
    const who = by ?? usually(deed, picked);
    const before = { ...picked };
    const expected = judge(picked, deed, who);
    const outcome = await act(real, { order: picked, deed, who, isRestocked });

    expect(kindOf(outcome)).toBe(expected);
    if (expected !== 'done') return;
    follow(model, picked, { deed, isRestocked, at: nowOf(real) });
    if (isEnded(picked) && !isEnded(before)) await nameRestored(model, real);
  });
}

function usually(deed: Deed, { buyer }: Order): Who {
  if (deed === 'start' || deed === 'fulfil') return 'morgan';
  return deed === 'refund' ? 'priya' : buyer;
}

type Doing = { order: Order; deed: Deed; who: Who; isRestocked: boolean };

function act({ core, people }: Real, { order: { orderId }, deed, who, isRestocked }: Doing) {
  const { store } = core.app;
  const actor = people[who];
  switch (deed) {
    case 'start':
      return store.startOrder({ actor, orderId });
    case 'fulfil':
      return store.fulfilOrder({ actor, orderId, note: 'at the desk' });
    case 'cancel':
      return store.cancelOrder({ actor, orderId, reason: 'no longer wanted' });
    case 'refund':
      return store.refundOrder({ actor, orderId, reason: 'broken', isRestocked });
    case 'reveal':
      return store.revealOrder({ person: actor, orderId });
    default:
      throw new Error(deed satisfies never);
  }
}

function judge(one: Order, deed: Deed, who: Who): string {
  const isBuyer = who === one.buyer;
  const isKeeper = who === 'priya' || (who === 'morgan' && one.item === 'mug');
  if (deed === 'reveal') return isBuyer ? judgeReveal(one) : 'unknown-order';
  if (!isBuyer && !isKeeper) return 'unknown-order';
  if (deed === 'cancel') return judgeCancel(one, { isBuyer, isKeeper });
  if (!isKeeper) return 'order-not-allowed';
  if (deed === 'refund') return judgeRefund(one, isBuyer);
  const isDone = one.status === (deed === 'start' ? 'fulfilling' : 'fulfilled');
  if (one.item === 'mug' && isDone) return 'done';
  if (one.item !== 'mug') return 'order-not-by-person';
  return isOpen(one) ? 'done' : 'order-over';
}

function judgeReveal({ item, status }: Order): string {
  if (item === 'mug') return 'nothing-to-reveal';
  if (status === 'cancelled' || status === 'refunded') return 'order-over';
  return status === 'fulfilled' ? 'done' : 'order-not-fulfilled';
}

function judgeCancel(one: Order, { isBuyer, isKeeper }: { isBuyer: boolean; isKeeper: boolean }): string {
  const { item, status } = one;
  if (status === 'cancelled') return 'done';
  if (!isOpen(one)) return 'order-over';
  if (item === 'books' && status === 'fulfilling') return 'order-being-bought';
  if (!isBuyer || status === 'placed') return 'done';
  return isKeeper ? 'order-own' : 'order-started';
}

function judgeRefund({ status }: Order, isBuyer: boolean): string {
  if (isBuyer) return 'order-own';
  if (status === 'cancelled') return 'order-over';
  return status === 'fulfilled' || status === 'refunded' ? 'done' : 'order-not-fulfilled';
}

function follow(
  model: Model,
  one: Order,
  { deed, isRestocked, at }: { deed: Deed; isRestocked: boolean; at: number },
): void {
  if (deed === 'reveal') one.isSeen = true;
  if (deed === 'reveal' || isEnded(one)) return;
  if (deed === 'start') Object.assign(one, { status: 'fulfilling', money: 'taken' });
  if (deed === 'fulfil') Object.assign(one, { status: 'fulfilled', money: 'taken' });
  if (deed !== 'cancel' && deed !== 'refund') return;
  const isBack = one.item === 'ticket' ? !one.isSeen : deed === 'cancel' || isRestocked;
  if (isBack && one.item !== 'books') model.shelf[one.item] += 1;
  endOrder(model, one, { to: deed === 'cancel' ? 'cancelled' : 'refunded', at });
}

/** Asks the product for the ids of grants for credit that came back after its day. */
export async function nameRestored({ promos }: Model, { core, company }: Real): Promise<void> {
  const unnamed = promos.filter(({ grantId }) => grantId === '');
  if (unnamed.length === 0) return;
  const known = new Set(promos.map(({ grantId }) => grantId));
  const rows = await core.db
    .selectFrom('promo_grant')
    .select(['id', 'amount_minor as left', 'expires_at as expiresAt'])
    .where('organization_id', '=', company.organization.id)
    .where('request_id', 'like', 'back:%')
    .orderBy('id')
    .execute();
  const news = rows.filter(({ id }) => !known.has(id));
  expect(news.map(({ left, expiresAt }) => ({ left, expiresAt: expiresAt.getTime() }))).toEqual(
    unnamed.map(({ left, expiresAt }) => ({ left, expiresAt })),
  );
  unnamed.forEach((promo, index) => {
    promo.grantId = news[index]?.id ?? '';
  });
}

/** HR counts the mugs that there are. */
export function count(inStock: number): Step {
  return step(`there are ${inStock} mugs`, async ({ shelf }, { core, people, items }) => {
    const counted = { actor: people.priya, itemId: items.mug, fields: { inStock } };
    expect(kindOf(await core.app.store.changeItem(counted))).toBe('done');
    shelf.mug = inStock;
  });
}
