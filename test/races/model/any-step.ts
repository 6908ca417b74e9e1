import fc from 'fast-check';
import { dollars, rarely, someBudget, someRules } from './amounts.ts';
import { EVERYBODY, type Who } from './company.ts';
import { DEPARTMENTS } from './model.ts';
import { someZone } from './start.ts';
import { expireGifts } from './steps/claim.ts';
import { decide, delegate, requestFunds, sweep, withdraw, type Word } from './steps/decide.ts';
import { bringHome, writeOff } from './steps/earlier.ts';
import { freezeWallet, reportCode } from './steps/guard.ts';
import { count, DEEDS, order, settle } from './steps/order.ts';
import { buy, next, waitForPurchase } from './steps/shop.ts';
import { expirePromos, grantPromo } from './steps/promo.ts';
import { again, answer, ask, give, work } from './steps/give.ts';
import { giveAndRedeem } from './steps/redeem-at-once.ts';
import { allow, freeze, move, moveTo, setBudget, setRules, topUp } from './steps/set.ts';
import type { Step } from './steps/step.ts';
import { redeem, requestVoid, undo } from './steps/take-back.ts';
import { wait, waitForEnd, waitForTurn } from './steps/wait.ts';

const giver = fc.constantFrom<Who>('morgan', 'morgan', 'morgan', 'morgan', 'dana', 'ada');
const recipient = fc.constantFrom<Who>('alice', 'alice', 'alice', 'bob', 'bob', 'mallory', 'ada', 'ben');
const decider = fc.constantFrom<Who>('ada', 'ben', 'ben', 'finn', 'finn', 'priya');
const anybody = fc.constantFrom(...EVERYBODY);
const department = fc.constantFrom('Engineering', ...DEPARTMENTS);

/** Mostly undefined, which means whoever it is for. */
const mostlyTheirs = rarely(anybody);
const isSure = fc.oneof(
  { weight: 3, arbitrary: fc.constant(true) },
  { weight: 2, arbitrary: fc.constant(false) },
);

const wish = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      giver,
      named: fc.tuple(recipient),
      members: fc.constant([]),
      amount: fc.oneof(dollars(1n, 30n), fc.constant(500n)),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      giver,
      named: fc.array(recipient, { minLength: 1, maxLength: 3 }),
      members: fc.array(anybody, { maxLength: 2 }),
      amount: dollars(1n, 12n),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      giver: fc.constantFrom<Who>('morgan', 'alice'),
      named: fc.array(anybody, { minLength: 1, maxLength: 2 }),
      members: fc.constant([]),
      amount: dollars(0n, 5n),
    }),
  },
);

const word: fc.Arbitrary<Word> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ kind: 'approve' as const }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'decline' as const, reason: 'too much' }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'decline' as const, reason: '' }) },
);

/** Within a minute, within an undo, within an hour, within an approval, and on. */
const minutes = fc.oneof(fc.constantFrom(1, 4, 5, 61), fc.integer({ min: 60, max: 6_000 }));
const seconds = fc.constantFrom(-60, -1, 0, 0, 1, 3_600);

const giving: [number, fc.Arbitrary<Step>][] = [
  [18, fc.tuple(wish, isSure).map((args) => give(...args))],
  [8, wish.map(giveAndRedeem)],
  [2, fc.tuple(wish, isSure).map((args) => ask(...args))],
  [2, fc.constant(work())],
  [2, fc.constantFrom(0, 59, 60, 61).map(again)],
  [4, fc.tuple(fc.nat(1), fc.boolean(), mostlyTheirs).map((args) => answer(...args))],
];

const deciding: [number, fc.Arbitrary<Step>][] = [
  [12, fc.tuple(fc.nat(1), word, mostlyTheirs).map((args) => decide(...args))],
  [2, fc.constant(sweep())],
  [1, fc.tuple(fc.nat(1), mostlyTheirs).map((args) => withdraw(...args))],
  [1, fc.tuple(decider, decider, awayHours()).map((args) => delegate(...args))],
  [1, fc.nat(1).map(requestFunds)],
];

const takingBack: [number, fc.Arbitrary<Step>][] = [
  [8, fc.tuple(fc.nat(4), mostlyTheirs).map((args) => redeem(...args))],
  [
    2,
    fc.tuple(fc.nat(2), fc.record({ isWhole: fc.boolean(), by: mostlyTheirs })).map((args) => undo(...args)),
  ],
  [
    4,
    fc
      .tuple(fc.nat(4), fc.constantFrom<Who>('priya', 'priya', 'priya', 'finn', 'morgan'))
      .map((args) => requestVoid(...args)),
  ],
];

const guarding: [number, fc.Arbitrary<Step>][] = [
  [1, fc.nat(3).map(reportCode)],
  [1, fc.tuple(recipient, fc.constantFrom(true, false, false)).map((args) => freezeWallet(...args))],
  [
    3,
    fc
      .tuple(department, recipient, fc.record({ amount: dollars(1n, 20n), hours: someHours() }))
      .map((args) => grantPromo(...args)),
  ],
  [3, fc.constant(expirePromos())],
  [3, fc.constant(expireGifts())],
];

const ordering: [number, fc.Arbitrary<Step>][] = [
  [
    14,
    fc
      .tuple(
        rarely(recipient),
        fc.record({
          item: fc.constantFrom('mug', 'mug', 'ticket', 'books', 'books'),
          more: fc.constantFrom(0n, 0n, 0n, 0n, 0n, -1n, 250n, 2_001n),
          isTwice: fc.constantFrom(false, false, false, true),
        }),
      )
      .map((args) => order(...args)),
  ],
  [
    12,
    fc
      .tuple(
        fc.nat(2),
        fc.record({
          deed: fc.constantFrom(...DEEDS),
          by: rarely(fc.constantFrom<Who>('morgan', 'priya', 'bob', 'finn')),
          isRestocked: fc.constantFrom(true, true, false),
        }),
      )
      .map((args) => settle(...args)),
  ],
  [1, fc.nat(4).map(count)],
  [8, fc.constant(buy())],
  [4, fc.constantFrom('rejected', 'lost', 'down', 'pending', 'killed').map(next)],
  [4, seconds.map(waitForPurchase)],
];

const setting: [number, fc.Arbitrary<Step>][] = [
  [3, fc.tuple(department, fc.oneof(someBudget, anyCut())).map((args) => setBudget(...args))],
  [2, fc.tuple(department, dollars(1n, 20n)).map((args) => topUp(...args))],
  [2, fc.tuple(department, dollars(1n, 40n)).map((args) => move(...args))],
  [1, fc.tuple(department, fc.constantFrom(true, false, false)).map((args) => freeze(...args))],
  [1, fc.tuple(giver, fc.oneof(fc.constant(null), dollars(20n, 90n))).map((args) => allow(...args))],
  [2, someZone.map(moveTo)],
  [1, department.map(bringHome)],
  [1, department.map(writeOff)],
  [1, fc.tuple(rarely(department), someRules).map((args) => setRules(...args))],
];

const waiting: [number, fc.Arbitrary<Step>][] = [
  [3, minutes.map(wait)],
  [3, fc.tuple(fc.nat(1), seconds).map((args) => waitForTurn(...args))],
  [3, fc.tuple(department, seconds).map((args) => waitForEnd(...args))],
];

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  ...[giving, deciding, takingBack, guarding, ordering, setting, waiting]
    .flat()
    .map(([weight, arbitrary]) => ({ weight, arbitrary })),
);

function awayHours() {
  return fc.record({ from: fc.integer({ min: -2, max: 2 }), until: fc.integer({ min: 0, max: 400 }) });
}

/** Within a day, and beyond the end of most periods. */
function someHours() {
  return fc.constantFrom(1, 23, 24 * 8, 24 * 40);
}

function anyCut() {
  return fc.record({ amount: dollars(0n, 90n), kind: fc.constantFrom('week', 'month', 'quarter') });
}
