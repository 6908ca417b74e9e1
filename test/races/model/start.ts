import fc from 'fast-check';
import { expect } from 'vitest';
import type { Db } from '#src/db/kit/schema.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { createCardShop } from '#test/helpers/card-shop.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { openShelf } from './open-shelf.ts';
import { STOCK } from './store.ts';
import { dollars, someBudget, someRules } from './amounts.ts';
import { type Book, openPage, periodNow } from './book.ts';
import { COMPANY, EVERYBODY, type Who } from './company.ts';
import { DEPARTMENTS, type DepartmentName, type Model } from './model.ts';
import { kindOf, type Real } from './steps/step.ts';
import { grantPromo } from './steps/promo.ts';
import { setRules, topUp } from './steps/set.ts';

const FIRST_MONTHS = { week: [1], month: [1], quarter: [1, 2], half_year: [1, 4], year: [1, 7, 10] };

const cut = fc
  .constantFrom('week', 'month', 'quarter', 'half_year', 'year')
  .chain((kind) =>
    fc.record({ kind: fc.constant(kind), firstMonth: fc.constantFrom(...FIRST_MONTHS[kind]) }),
  );

export const someZone = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
);

/** Credit that somebody has at the begin, so that there is something to spend. */
const somePurse = fc.record({
  owner: fc.constantFrom<Who>('alice', 'bob', 'mallory'),
  amount: dollars(3n, 20n),
  hours: fc.constantFrom(23, 24 * 8, 24 * 40),
});

/** Where and when a run happens, near the turn of clocks, of a leap February, of a year; and what is set at its begin. */
export const start = fc.record({
  timeZone: someZone,
  at: fc.constantFrom(
    '2027-03-13T20:00:00Z',
    '2027-03-27T22:00:00Z',
    '2027-10-30T21:30:00Z',
    '2028-02-28T18:00:00Z',
    '2028-12-30T12:00:00Z',
  ),
  cuts: fc.record({ Engineering: cut, Design: cut }),
  budgets: fc.record({ Engineering: someBudget, Design: someBudget }),
  rules: someRules,
  purses: fc.array(somePurse, { minLength: 1, maxLength: 3 }),
});
export type Start = typeof start extends fc.Arbitrary<infer S> ? S : never;

/** A new company in the product, and the same in the model. */
export async function begin(
  db: Db,
  { timeZone, at, cuts, budgets, rules, purses }: Omit<Start, 'timeZone'> & { timeZone: string },
) {
  const shop = createCardShop();
  const core = makeCore(db, { rewardProviders: new Map([[shop.provider.name, shop.provider]]) });
  core.clock.set(at);
  const company = await makeCompany(core, { timeZone, engineering: null, design: null });
  await core.app.people.import(company.organization, everybody());
  const people = await byName(EVERYBODY, company.person);
  const departments = await byName(DEPARTMENTS, company.department);
  const items = await openShelf(core, people);
  const real: Real = { core, company, people, departments, items, shop };
  const books = {} as Record<DepartmentName, Book>;
  const setAt = core.clock.now().getTime();
  for (const name of DEPARTMENTS) {
    const policy = { ...cuts[name], ...budgets[name] };
    const { amount: amountMinor, kind: period, firstMonth: fiscalStartMonth, isSoft, carryCap } = policy;
    const set = { amountMinor, period, fiscalStartMonth, isSoft, carryCapMinor: carryCap, actorId: null };
    expect(kindOf(await core.app.budget.set({ department: departments[name], ...set }))).toBe('done');
    books[name] = {
      timeZone,
      policies: [{ ...policy, setAt }],
      pages: new Map(),
      begun: new Set(),
      topUp: 0n,
      isFrozen: false,
    };
    openPage(books[name], periodNow(books[name], setAt));
  }
  const spent = { orders: [], purchases: [], shelf: { ...STOCK, answers: [] } };
  const lists = { requests: [], gifts: [], approvals: [], delegations: [], promos: [], ...spent };
  const rulesOfAll = { shared: rules, own: new Map() };
  const shared = { timeZone, frozen: new Set<Who>(), allowances: new Map(), rules: rulesOfAll };
  const model: Model = { ...shared, books, ...lists };
  await setRules(undefined, rules).run(model, real);
  for (const { owner, ...credit } of purses) {
    await topUp('Design', credit.amount).run(model, real);
    await grantPromo('Design', owner, credit).run(model, real);
  }
  return { model, real };
}

async function byName<N extends string, T>(names: readonly N[], find: (name: N) => Promise<T>) {
  const found = await Promise.all(names.map(async (name) => [name, await find(name)] as const));
  return Object.fromEntries(found) as Record<N, T>;
}

function everybody() {
  return EVERYBODY.map((who) => {
    const { department, role, isGuest } = COMPANY[who];
    const managers = who === 'alice' || who === 'bob' ? ['morgan@example.com'] : [];
    return { ...personRow(NAMES[who], department, role), isGuest, managers };
  });
}

const NAMES = {
  morgan: 'Morgan Reyes',
  alice: 'Alice Ito',
  bob: 'Bob Olsen',
  ada: 'Ada Stone',
  ben: 'Ben Cho',
  dana: 'Dana Weiss',
  mallory: 'Mallory Quint',
  priya: 'Priya Nair',
  finn: 'Finn Adeyemi',
};
