import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { verifyLedger } from '#src/db/reports/verify-ledger.ts';
import { type Company, makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const PEOPLE = ['alice', 'bob', 'mallory'] as const;
const DEPARTMENTS = ['Engineering', 'Design'] as const;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const UNDO_MS = 5 * 60_000;

type Kind = 'week' | 'month' | 'quarter';
type DepartmentName = (typeof DEPARTMENTS)[number];

/** Where and when a run happens: near the turn of clocks, of a leap February, of a year. */
const settings = fc.record({
  timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata'),
  kind: fc.constantFrom<Kind>('week', 'month', 'quarter'),
  at: fc.constantFrom(
    '2027-03-13T20:00:00Z',
    '2027-03-27T22:00:00Z',
    '2027-10-30T21:30:00Z',
    '2028-02-28T18:00:00Z',
    '2028-12-30T12:00:00Z',
  ),
});
type Setting = typeof settings extends fc.Arbitrary<infer S> ? S : never;

/** A department's book for the running period, in minor units. `granted` is what policy put in. */
type Book = {
  period: number;
  policy: bigint;
  carryCap: bigint;
  granted: bigint;
  left: bigint;
  topUp: bigint;
  isFrozen: boolean;
};

type Gift = {
  giftId: string;
  recipient: string;
  amount: bigint;
  fromTopUp: bigint;
  period: number;
  at: number;
  status: 'waiting' | 'redeemed' | 'withdrawn';
};

/** The product by the plainest means: each department's book, every gift, what wallets hold. */
type Model = {
  setting: Setting;
  books: Record<DepartmentName, Book>;
  gifts: Gift[];
  wallets: Map<string, bigint>;
  allowance: bigint | null;
};

type Real = { core: TestCore; company: Company };
type Step = { toString(): string; run(model: Model, real: Real): Promise<void> };

/** Which period an instant is in, counted from any beginning: by the calendar on the wall there. */
function periodAt(at: number, { timeZone, kind }: Setting): number {
  const [year = 0, month = 1, day = 1] = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
    .format(at)
    .split('-')
    .map(Number);
  const months = year * 12 + month - 1;
  // The first of January 1970 was a Thursday, three days into its week.
  if (kind === 'week') return Math.floor((Date.UTC(year, month - 1, day) / DAY_MS + 3) / 7);
  return kind === 'month' ? months : Math.floor(months / 3);
}

/** Turns the pages of a book up to the running period. */
function turnPages(book: Book, period: number): void {
  while (book.period < period) {
    const carried = book.left < book.carryCap ? book.left : book.carryCap;
    book.period += 1;
    book.granted = book.policy;
    book.left = book.policy + carried;
  }
}

function kindOf(outcome: { ok: true } | { ok: false; refusal: { kind: string } }): string {
  return outcome.ok ? 'done' : outcome.refusal.kind;
}

function step(name: string, run: Step['run']): Step {
  return { toString: () => name, run };
}

function judgeGift({ books, gifts, allowance }: Model, cost: bigint): string | undefined {
  const { left, topUp, isFrozen, period } = books.Engineering;
  const counted = gifts.filter((gift) => gift.period === period && gift.status !== 'withdrawn');
  const given = counted.reduce((sum, { amount }) => sum + amount, 0n);
  if (allowance !== null && given + cost > allowance) return 'over-allowance';
  if (isFrozen) return 'budget-frozen';
  return cost > left + topUp ? 'over-budget' : undefined;
}

function give(recipient: string, units: bigint): Step {
  return step(`give ${recipient} ${units}`, async (model, { core, company }) => {
    const amount = units * 100n;
    const refusal = judgeGift(model, amount);
    const given = await company.give('morgan', recipient, `${units}`);

    expect(given.refusal?.kind).toBe(refusal);
    expect(given.gifts).toHaveLength(refusal ? 0 : 1);
    if (refusal) return;
    const book = model.books.Engineering;
    const fromTopUp = amount > book.left ? amount - book.left : 0n;
    book.left -= amount - fromTopUp;
    book.topUp -= fromTopUp;
    const { period } = book;
    const at = core.clock.now().getTime();
    for (const { giftId } of given.gifts) {
      model.gifts.push({ giftId, recipient, amount, fromTopUp, period, at, status: 'waiting' });
    }
  });
}

function redeem(pick: number, by: string): Step {
  return step(`redeem ${pick} by ${by}`, async (model, { core, company }) => {
    const gift = model.gifts[pick % Math.max(model.gifts.length, 1)];
    if (!gift) return;
    const outcome = await core.app.redeemGift({ person: await company.person(by), giftId: gift.giftId });

    expect(outcome.ok).toBe(gift.recipient === by && gift.status === 'waiting');
    if (!outcome.ok) return;
    gift.status = 'redeemed';
    model.wallets.set(by, (model.wallets.get(by) ?? 0n) + gift.amount);
  });
}

function judgeUndo(gift: Gift, now: number): string {
  if (gift.status === 'redeemed') return 'gift-redeemed';
  if (gift.status === 'withdrawn') return 'gift-withdrawn';
  return now >= gift.at + UNDO_MS ? 'undo-over' : 'done';
}

function undo(back: number): Step {
  return step(`undo ${back} back`, async (model, { core, company }) => {
    const gift = model.gifts.at(-1 - back);
    if (!gift) return;
    const expected = judgeUndo(gift, core.clock.now().getTime());
    const person = await company.person('morgan');
    const outcome = await core.app.undoGifts({ person, of: { giftId: gift.giftId } });

    expect(kindOf(outcome)).toBe(expected);
    if (!outcome.ok) return;
    gift.status = 'withdrawn';
    model.books.Engineering.topUp += gift.fromTopUp;
    model.books.Engineering.left += gift.amount - gift.fromTopUp;
  });
}

function setBudget(name: DepartmentName, amountMinor: bigint, carryCapMinor: bigint): Step {
  return step(`set ${name} ${amountMinor} carrying ${carryCapMinor}`, async (model, { core, company }) => {
    const department = await company.department(name);
    const book = model.books[name];
    const change = amountMinor - book.granted;
    const isEnough = book.left + change >= 0n;
    const outcome = await core.app.setBudget({ department, amountMinor, carryCapMinor, actorId: null });

    expect(kindOf(outcome)).toBe(isEnough ? 'done' : 'budget-below-spent');
    if (!isEnough) return;
    Object.assign(book, { policy: amountMinor, carryCap: carryCapMinor, granted: amountMinor });
    book.left += change;
  });
}

function topUp(name: DepartmentName, amountMinor: bigint): Step {
  return step(`top up ${name} ${amountMinor}`, async (model, { core, company }) => {
    const department = await company.department(name);
    await core.app.topUpBudget({ id: core.newId(), department, amountMinor, reason: '', actorId: null });
    model.books[name].topUp += amountMinor;
  });
}

function move(source: DepartmentName, amountMinor: bigint): Step {
  return step(`move ${amountMinor} from ${source}`, async (model, { core, company }) => {
    const target = source === 'Design' ? 'Engineering' : 'Design';
    const [from, to] = [await company.department(source), await company.department(target)];
    const isEnough = model.books[source].left >= amountMinor;
    const outcome = await core.app.moveBudget({ from, to, amountMinor, reason: '', actorId: null });

    expect(kindOf(outcome)).toBe(isEnough ? 'done' : 'too-little-to-move');
    if (!isEnough) return;
    model.books[source].left -= amountMinor;
    model.books[target].left += amountMinor;
  });
}

function freeze(isFrozen: boolean): Step {
  return step(isFrozen ? 'freeze' : 'unfreeze', async (model, { core, company }) => {
    await core.app.freezeBudget({
      department: await company.department('Engineering'),
      isFrozen,
      actorId: null,
    });
    model.books.Engineering.isFrozen = isFrozen;
  });
}

function allow(amountMinor: bigint | null): Step {
  return step(`allow ${amountMinor}`, async (model, { core, company }) => {
    const person = await company.person('morgan');
    await core.app.setAllowance({ person, currency: 'USD', amountMinor, actorId: null });
    model.allowance = amountMinor;
  });
}

function wait(hours: number): Step {
  return step(`wait ${hours} hours`, async (_, { core }) => core.clock.advance(hours * HOUR_MS));
}

/** Whole dollars, in cents. */
function dollars(min: bigint, max: bigint): fc.Arbitrary<bigint> {
  return fc.bigInt({ min, max }).map((units) => units * 100n);
}

const person = fc.constantFrom(...PEOPLE);
const department = fc.constantFrom(...DEPARTMENTS);

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(person, fc.bigInt({ min: 1n, max: 30n })).map((args) => give(...args)) },
  { weight: 4, arbitrary: fc.tuple(fc.nat(9), person).map((args) => redeem(...args)) },
  { weight: 3, arbitrary: fc.nat(2).map(undo) },
  {
    weight: 3,
    arbitrary: fc.tuple(department, dollars(0n, 60n), dollars(0n, 40n)).map((args) => setBudget(...args)),
  },
  { weight: 1, arbitrary: fc.tuple(department, dollars(1n, 20n)).map((args) => topUp(...args)) },
  { weight: 2, arbitrary: fc.tuple(department, dollars(1n, 40n)).map((args) => move(...args)) },
  { weight: 1, arbitrary: fc.boolean().map(freeze) },
  { weight: 1, arbitrary: fc.option(dollars(0n, 80n)).map(allow) },
  {
    weight: 4,
    arbitrary: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 100, max: 2500 })).map(wait),
  },
);

async function open(setting: Setting): Promise<{ real: Real; model: Model }> {
  const core = makeCore(database.db);
  core.clock.set(setting.at);
  const company = await makeCompany(core, { timeZone: setting.timeZone, engineering: null, design: null });
  const [policy, carryCap] = [5_000n, 1_500n];
  for (const name of DEPARTMENTS) {
    const [one, { kind: period }] = [await company.department(name), setting];
    const set = { department: one, amountMinor: policy, carryCapMinor: carryCap, period, actorId: null };
    expect(kindOf(await core.app.setBudget(set))).toBe('done');
  }
  const period = periodAt(core.clock.now().getTime(), setting);
  const book = { period, policy, carryCap, granted: policy, left: policy, topUp: 0n, isFrozen: false };
  const books = { Engineering: { ...book }, Design: { ...book } };
  return {
    real: { core, company },
    model: { setting, books, gifts: [], wallets: new Map(), allowance: null },
  };
}

async function compareBudgets(model: Model, { core, company }: Real): Promise<void> {
  for (const name of DEPARTMENTS) {
    const { left, topUp: toppedUp, isFrozen } = model.books[name];
    const state = await core.app.showBudget(await company.department(name));
    expect(state).toMatchObject({
      value: { leftMinor: left, topUpMinor: toppedUp, reservedMinor: 0n, isFrozen },
    });
  }
}

async function compareWallets(model: Model, { core, company }: Real): Promise<void> {
  for (const name of PEOPLE) {
    const { wallets, unredeemed } = await core.app.showBalance(await company.person(name));
    const waiting = model.gifts.filter((gift) => gift.recipient === name && gift.status === 'waiting');
    expect(wallets.map(({ amountMinor }) => amountMinor)).toEqual(
      model.wallets.has(name) ? [model.wallets.get(name)] : [],
    );
    expect(unredeemed).toHaveLength(waiting.length);
  }
}

async function followsModel(setting: Setting, steps: readonly Step[]): Promise<void> {
  const { real, model } = await open(setting);
  for (const one of steps) {
    await one.run(model, real);
    const period = periodAt(real.core.clock.now().getTime(), setting);
    for (const name of DEPARTMENTS) turnPages(model.books[name], period);
    await compareBudgets(model, real);
  }
  await compareWallets(model, real);
}

describe('giving, taking back, redeeming and changing budgets over periods', () => {
  it('comes out as it would in a book kept by hand, in any order', { timeout: 120_000 }, async () => {
    const steps = fc.array(anyStep, { minLength: 3, maxLength: 25, size: 'max' });
    await fc.assert(fc.asyncProperty(settings, steps, followsModel), { numRuns: 25 });

    const { checks } = await verifyLedger(database.db);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });
});
