import { createApp, type App } from '#src/app.ts';
import { listDepartments } from '#src/db/people/department.ts';
import type { Organization } from '#src/db/people/organization.ts';
import { listPeople } from '#src/db/people/person.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { RulesChanges } from '#src/domain/budget/giving-rules.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { SampleWish } from '#src/usecases/report/buy-for-sample.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import type { Log } from '#src/ports/log.ts';
import { drawIds, drawLots, type Lots } from './lots.ts';
import { seedDays } from './seed-days.ts';
import { SAMPLE_ADDRESS, SEED_DEPARTMENTS, seedHeadcount, seedPeople } from './seed-people.ts';

/** `until`: the last day, such as `2026-10-31`; there are two years before it. */
export type SeedOptions = { gifts: number; seed: number; until: string };

export type SeedDeps = { db: Db; keys: KeyRing; log: Log; organization: Organization };

/** What a sample company came to, without its people. */
export type Seeded = {
  gifts: number;
  refused: number;
  approved: number;
  declined: number;
  undone: number;
  expired: number;
  redeemed: number;
  purchases: number;
};

/** The clock of the story. It never goes back. */
export type SeedClock = { now: () => Date; set: (ms: number) => void; pass: (ms: number) => void };

export type SeedCompany = {
  app: App;
  db: Db;
  organization: Organization;
  options: SeedOptions;
  lots: Lots;
  clock: SeedClock;
  newId: () => string;
  /** As of the last quarter. */
  people: Person[];
  givers: Person[];
  marketplaces: ReadonlyMap<string, string>;
  hired: number;
  left: Set<number>;
  /** By the day on which it happens, from midnight on: what is redeemed then, what is bought, and which approvals were forgotten. */
  toRedeem: Map<number, string[]>;
  toBuy: Map<number, SampleWish[]>;
  toForget: Map<number, string[]>;
  seeded: Seeded;
};

/** All gifts up to this are given; above the second an approver decides. Minor units. */
const RULES = { giftMaxMinor: 20_000n, approvalOverMinor: 12_000n };
/** Where gifts had to be claimed in time, in the first of the two years. */
const CLAIM_DEPARTMENTS: readonly string[] = ['Sales Americas', 'Marketing'];
const CLAIM_DAYS = 60;

/** Opens a company on the first of its days: its first people, budgets, rules, and a place to spend in each currency. */
export async function openCompany(deps: SeedDeps, options: SeedOptions): Promise<SeedCompany> {
  const lots = drawLots(options.seed);
  const clock = openClock(must(seedDays(options.until, 1)[0], 'day').at.getTime());
  const newId = drawIds(drawLots(options.seed + 1), clock);
  const company: SeedCompany = {
    app: openApp(deps, { clock, newId }),
    db: deps.db,
    organization: deps.organization,
    options,
    lots,
    clock,
    newId,
    people: [],
    givers: [],
    marketplaces: new Map(),
    hired: 0,
    left: new Set(),
    toRedeem: new Map(),
    toBuy: new Map(),
    toForget: new Map(),
    seeded: {
      gifts: 0,
      refused: 0,
      approved: 0,
      declined: 0,
      undone: 0,
      expired: 0,
      redeemed: 0,
      purchases: 0,
    },
  };
  await hire(company, 0);
  await setUp(company);
  return company;
}

function openApp(deps: SeedDeps, { clock, newId }: Pick<SeedCompany, 'clock' | 'newId'>): App {
  return createApp({
    ...deps,
    clock,
    newId,
    operator: 'sample data',
    queue: { enqueue: () => Promise.resolve() },
    findChatUser: () => Promise.resolve(undefined),
    findChatGroup: () => Promise.resolve(undefined),
    rewardProviders: new Map(),
    webhooks: { check: () => Promise.resolve(undefined) },
    reachable: { platforms: [], mail: true },
  });
}

function openClock(start: number): SeedClock {
  let ms = start;
  return {
    now: () => new Date(ms),
    set: (to) => (ms = Math.max(ms, to)),
    pass: (by) => (ms += by),
  };
}

/** People come each quarter, and some of those who were there leave. `done`: how much of the time has passed. */
export async function hire(company: SeedCompany, done: number): Promise<void> {
  const { app, db, organization, options } = company;
  const all = seedHeadcount(options.gifts);
  const to = Math.round(all * (0.7 + 0.3 * done));
  const joiners = seedPeople({ from: company.hired, to });
  const leavers = joiners.length > 0 && company.hired > 0 ? chooseLeavers(company) : [];
  company.hired = to;
  await app.people.import(organization, [...joiners, ...leavers]);
  const everybody = await listPeople(db, organization.id);
  company.people = everybody
    .filter(({ email }) => email?.endsWith(SAMPLE_ADDRESS))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  company.givers = company.people.filter(({ role, isDeactivated }) => role === 'manager' && !isDeactivated);
}

/** Nobody who leads others, and nobody who keeps the program. */
function chooseLeavers({ lots, hired, left }: SeedCompany) {
  const leavers = Array.from({ length: Math.round(hired * 0.02) }, () => lots.below(hired)).filter(
    (number) => number > 10 && number % 10 !== 0 && !left.has(number),
  );
  for (const number of leavers) left.add(number);
  return [...new Set(leavers)].map((number) => ({
    email: `person${number}${SAMPLE_ADDRESS}`,
    isActive: false,
    chatIds: [],
  }));
}

async function setUp(company: SeedCompany): Promise<void> {
  const { app, db, organization } = company;
  for (const department of await listDepartments(db, organization.id)) {
    const seed = SEED_DEPARTMENTS.find(({ name }) => name === department.name);
    if (!seed) continue;
    const { currency = organization.currency, region, timeZone, share } = seed;
    await app.people.setDepartment({ department, changes: { currency, region }, actorId: null });
    await app.budget.set({
      department: { ...department, currency },
      amountMinor: monthlyMinor(company.options, share),
      period: 'month',
      timeZone,
      actorId: null,
    });
  }
  const departments = await listDepartments(db, organization.id);
  const places = new Map<string, string>();
  for (const currency of new Set(departments.map((one) => one.currency))) {
    await setRules(company, { currency, departmentId: null }, RULES);
    const place = { organizationId: organization.id, name: `Canteen ${currency}`, currency, actorId: null };
    const added = await app.checkout.addMarketplace(place);
    if (added.ok) places.set(currency, added.value.id);
  }
  company.marketplaces = places;
  await setClaimDays(company, CLAIM_DAYS);
}

/** Enough for most months: before the year ends some budgets run out. */
function monthlyMinor({ gifts }: SeedOptions, share: number): bigint {
  const shares = SEED_DEPARTMENTS.reduce((sum, one) => sum + one.share, 0);
  const usual = Math.ceil((gifts / 24) * (share / shares)) * 3_000;
  return BigInt(Math.max(200_000, usual * 5, gifts < 100_000 ? gifts * 400 : 0));
}

/** Gifts need no longer be claimed in time. Those that do are over before the story is. */
export async function dropClaimDays(company: SeedCompany): Promise<void> {
  await setClaimDays(company, null);
}

async function setClaimDays(company: SeedCompany, claimDays: number | null): Promise<void> {
  for (const { id: departmentId, name, currency } of await listDepartments(
    company.db,
    company.organization.id,
  )) {
    if (CLAIM_DEPARTMENTS.includes(name)) await setRules(company, { currency, departmentId }, { claimDays });
  }
}

async function setRules(
  { app, organization }: SeedCompany,
  scope: { currency: string; departmentId: string | null },
  rules: RulesChanges,
): Promise<void> {
  const set = await app.budget.setRules({
    scope: { ...scope, organizationId: organization.id },
    rules,
    actorId: null,
  });
  if (!set.ok) throw new Error(`the rules of a sample company were refused: ${set.refusal.kind}`);
}
