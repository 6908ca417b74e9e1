import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import type { Wish } from './model.ts';
import type { Start } from './start.ts';
import { give } from './steps/give.ts';
import { order, settle } from './steps/order.ts';
import { expirePromos, grantPromo } from './steps/promo.ts';
import { buy, next, waitForPurchase } from './steps/shop.ts';
import type { Step } from './steps/step.ts';
import { redeem, requestVoid, undo } from './steps/take-back.ts';
import { wait } from './steps/wait.ts';
import { BOOKS, type ItemName } from './store.ts';

const DAY_MINUTES = 24 * 60;
const cut = { kind: 'quarter', firstMonth: 1 } as const;
const budget = { amount: 12_000n, carryCap: 0n, isSoft: false };

/** A company whose gifts are cards, and in which two people have credit. */
export const AT_CARDS: Start = {
  timeZone: 'Europe/Berlin',
  at: '2027-10-30T21:30:00Z',
  cuts: { Engineering: cut, Design: cut },
  budgets: { Engineering: budget, Design: budget },
  rules: { ...NO_RULES, giftKind: BOOKS, undoMinutes: 5 },
  purses: [],
};

function ordered(who: 'alice' | 'bob', item: ItemName): Step {
  return order(who, { item, more: 0n, isTwice: false });
}

function done(deed: 'start' | 'fulfil' | 'cancel' | 'refund' | 'reveal', back = 0): Step {
  return settle(back, { deed, by: undefined, isRestocked: true });
}

function given(recipient: 'alice' | 'bob'): Step {
  const wish: Wish = { giver: 'morgan', named: [recipient], members: [], amount: 1_000n };
  return give(wish, true);
}

const orders: Step[] = [
  grantPromo('Engineering', 'alice', { amount: 2_000n, hours: 24 * 8 }),
  grantPromo('Engineering', 'bob', { amount: 2_000n, hours: 24 * 40 }),
  ordered('alice', 'mug'),
  ordered('alice', 'mug'),
  ordered('alice', 'mug'),
  done('cancel'),
  ordered('alice', 'ticket'),
  done('reveal'),
  done('refund'),
  ordered('alice', 'ticket'),
  done('refund'),
  ordered('bob', 'mug'),
  done('start'),
  done('cancel'),
  done('fulfil'),
  done('refund'),
];

const cards: Step[] = [
  next('lost'),
  ordered('alice', 'books'),
  buy(),
  waitForPurchase(0),
  buy(),
  next('rejected'),
  ordered('bob', 'books'),
  buy(),
  next('killed'),
  ordered('bob', 'books'),
  done('cancel'),
  buy(),
  waitForPurchase(0),
  buy(),
];

const gifts: Step[] = [
  given('alice'),
  undo(0, { isWhole: false, by: undefined }),
  given('bob'),
  buy(),
  waitForPurchase(0),
  next('pending'),
  buy(),
  undo(0, { isWhole: false, by: undefined }),
  requestVoid(0, 'priya'),
  waitForPurchase(0),
  buy(),
  given('alice'),
  waitForPurchase(0),
  next('rejected'),
  buy(),
  redeem(0),
];

/** Alice's first mug is not seen to until its money is taken, and until her credit is over. */
const late: Step[] = [
  wait(6 * DAY_MINUTES),
  buy(),
  wait(3 * DAY_MINUTES),
  expirePromos(),
  settle(2, { deed: 'cancel', by: 'priya', isRestocked: true }),
  wait(15 * DAY_MINUTES),
  expirePromos(),
];

/** Orders, cards and gifts in each of the ways that they can go. */
export const EVERY_WAY: readonly Step[] = [...orders, ...cards, ...gifts, ...late];
