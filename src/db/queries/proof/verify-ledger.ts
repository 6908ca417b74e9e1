import { randomBytes } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Db, Reader } from '#src/db/kit/schema.ts';
import { type Read, readInLanes, readSnapshot } from '#src/db/kit/snapshot.ts';
import { listSealHeads } from '#src/db/ledger/seal-head.ts';
import { listOrganizationIds } from '#src/db/people/organization.ts';
import type { AuditHead, KeptHead } from '#src/domain/ledger/audit-head.ts';
import type { ProvenHead } from '#src/domain/ledger/proof.ts';
import { findLostHeads } from './check-heads.ts';
import { countUnsealed, findBrokenIn, findLostSeals, listSealPages, START } from './check-seals.ts';
import { APPROVAL_RULES } from './approval-rules.ts';
import { findForgedRequests } from './check-requests.ts';
import { findForgedSeals, findUnsigned } from './check-signatures.ts';
import { findLongWait } from './check-waiting.ts';
import { FACTOR_RULES } from './factor-rules.ts';
import { PROPOSAL_RULES } from './proposal-rules.ts';
import { GUARD_RULES } from './guard-rules.ts';
import { GUARDED_RULES } from './guarded-rules.ts';
import { must } from '#src/domain/kit/must.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { BUDGET_RULES } from './budget-rules.ts';
import { CARRY_RULES } from './carry-rules.ts';
import { CHECKOUT_RULES } from './checkout-rules.ts';
import { ORDER_RULES } from './order-rules.ts';
import { areDaysCounted, areSpansRight, COUNT_RULES, isReportedRight, limitRule } from './count-rules.ts';
import { DECISION_RULES } from './decision-rules.ts';
import { ENTRY_RULES } from './entry-rules.ts';
import { areBalancesInTurn, LEDGER_RULES } from './ledger-rules.ts';
import { MERGE_RULES } from './merge-rules.ts';
import { PROMO_RULES } from './promo-rules.ts';
import { findBrokenOfRare, RULES_OF_RARE } from './rare-rules.ts';
import { RECORD_RULES } from './record-rules.ts';
import { REQUEST_RULES } from './request-rules.ts';
import { RIGHTS_RULES } from './rights-rules.ts';
import { reachOf } from './rule-reach.ts';
import { writeAmounts } from './rule-words.ts';
import { RUNNING_RULES } from './running-rules.ts';
import { findAlteredStates, listProvenHeads, sinceRules } from './since-rules.ts';
import { findSoleOrganization, withinSole } from './sole-organization.ts';
import { STATE_RULES } from './state-rules.ts';
import {
  findTouched,
  listGiftsOfEntries,
  MOST_TOUCHED,
  shadowed,
  type Since,
  type Touched,
  withWhatBelongs,
} from './touched.ts';
import { isInBalance, RULES_OF_USUAL, UNUSUAL, type Unusual } from './usual-gifts.ts';

/** One thing that must hold, and the first rows that break it. */
export type LedgerCheck = { name: string; ok: boolean; broken: string[] };

export type LedgerProof = {
  ok: boolean;
  entries: number;
  postings: number;
  gifts: number;
  /** Postings that no seal covers yet. */
  unsealed: number;
  /** The newest seal of each organization. */
  seals: AuditHead[];
  /** Whether signatures were checked, for which the keys are needed. */
  hasKeys: boolean;
  /** Whether the whole ledger was walked, and not only what is new since an earlier proof. */
  isWhole: boolean;
  seconds: number;
  checks: LedgerCheck[];
  /** What is no fault, but good to know. */
  notes: string[];
};

/** `proven`: what the books came to, for the next proof to go on from. */
export type FoundLedgerProof = LedgerProof & { proven: ProvenHead[] };

/** `keys`: without them, signatures are not checked. `heads`: those that were kept outside. */
export type VerifyOptions = {
  keys: Pick<KeyRing, 'ids' | 'isSigned'> | undefined;
  heads?: readonly KeptHead[];
  /** What an earlier proof found, to walk only what is new since. The caller knows that it held, and that nobody else wrote it. */
  since?: readonly ProvenHead[] | undefined;
  /** Told after each step. */
  onStep?: (done: number, all: number) => void;
};

const SHOWN = 5;
/** As many as a small server has cores. */
const LANES = 2;
/**
 * What sorting or hashing may take before it goes to disk, in kB, for each of a rule's tables: by how much memory the server was told to
 * count on, which is 4 GB unless somebody says otherwise, and then makes 128 MB.
 */
const WORK_MEM = `(select greatest(65536, least(262144, setting::bigint * 8 / 32))::text from pg_settings where name = 'effective_cache_size')`;

/** All rules over the rows, each a query for the first that break it, in words. */
export const RULES: Record<string, string> = {
  ...LEDGER_RULES,
  ...ENTRY_RULES,
  ...STATE_RULES,
  ...APPROVAL_RULES,
  ...RECORD_RULES,
  ...GUARDED_RULES,
  ...BUDGET_RULES,
  ...COUNT_RULES,
  ...RIGHTS_RULES,
  ...DECISION_RULES,
  ...REQUEST_RULES,
  ...CARRY_RULES,
  ...RUNNING_RULES,
  ...FACTOR_RULES,
  ...PROPOSAL_RULES,
  ...PROMO_RULES,
  ...GUARD_RULES,
  ...CHECKOUT_RULES,
  ...ORDER_RULES,
  ...MERGE_RULES,
};

/**
 * The rules, and what else is looked for, of which it is told in less time whether they hold, of most by a random seed. Where they do not,
 * they are walked for the rows.
 */
export const GLANCES: Record<string, (seed: bigint) => string> = {
  'every gift is counted on its day': areDaysCounted,
  'every report counts what happened to gifts on its day': isReportedRight,
  'every report says of months, quarters and years what their days come to': areSpansRight,
  'what is out of balance among entries': isInBalance,
  'every posting leads from the balance before it to the balance after it': areBalancesInTurn,
};

/** The names of all rules. */
export const RULE_NAMES = Object.keys(RULES);

/** One step of a proof: several may look for breaks of the same rule. */
type Step = { name: string; find: Read<string[]>; isPreparing?: true };

/**
 * Proves the ledger against itself, in one snapshot, on two connections where there are as many. The database reads the rows; only
 * what is broken travels.
 */
export async function verifyLedger(db: Db, options: VerifyOptions): Promise<FoundLedgerProof> {
  const startedAt = performance.now();
  return readSnapshot(db, async (snapshot) => {
    const { steps, later, isWhole } = await planProof(snapshot, options);
    let done = 0;
    async function takeAll(some: readonly Step[]): Promise<string[][]> {
      const reads = some.map(({ find }) => async (reader: Reader) => {
        const broken = await find(reader);
        done += 1;
        options.onStep?.(done, steps.length + (later?.names.length ?? 0));
        return broken;
      });
      return readInLanes(db, snapshot, { reads, lanes: LANES });
    }
    const checks = await checkInTurn(snapshot, { steps, later }, takeAll);
    const ok = checks.every((check) => check.ok);
    return {
      ok,
      ...(await summarize(snapshot)),
      hasKeys: options.keys !== undefined,
      isWhole,
      proven: ok ? await listProvenHeads(snapshot) : [],
      seconds: (performance.now() - startedAt) / 1_000,
      checks,
      notes: (await findLongWait(snapshot)).notes,
    };
  });
}

/** Checks what a proof does, on one connection, which may have written what is not committed yet. */
export async function checkAsProof(snapshot: Reader, options: VerifyOptions): Promise<LedgerCheck[]> {
  return checkInTurn(snapshot, await planProof(snapshot, options), (steps) => takeSteps(snapshot, steps));
}

/** Checks every rule, as the whole proof does. */
export async function checkRules(snapshot: Reader): Promise<LedgerCheck[]> {
  return checkInTurn(snapshot, await planRules(snapshot), (steps) => takeSteps(snapshot, steps));
}

/** Checks every rule by itself over all rows, as the proof does where much is out of the usual. */
export async function checkEachRule(snapshot: Reader): Promise<LedgerCheck[]> {
  return runSteps(snapshot, await wholeRuleSteps(snapshot));
}

/** What is sealed is as it was, and what is on record was written by Largesse. */
export async function checkSeals(snapshot: Reader, options: VerifyOptions): Promise<LedgerCheck[]> {
  return runSteps(snapshot, await sealSteps(snapshot, options));
}

async function runSteps(snapshot: Reader, steps: readonly Step[]): Promise<LedgerCheck[]> {
  return checksOf(steps, await takeSteps(snapshot, steps));
}

async function takeSteps(snapshot: Reader, steps: readonly Step[]): Promise<string[][]> {
  const found: string[][] = [];
  for (const { find } of steps) found.push(await find(snapshot));
  return found;
}

async function checkInTurn(
  snapshot: Reader,
  { steps, later }: Pick<Plan, 'steps' | 'later'>,
  takeAll: (steps: readonly Step[]) => Promise<string[][]>,
): Promise<LedgerCheck[]> {
  const found = await takeAll(steps);
  const more = (await later?.plan(snapshot)) ?? [];
  const checks = checksOf([...steps, ...more], [...found, ...(await takeAll(more))]);
  return checks.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Those of seals first, and then the rules as they are listed. */
function placeOf({ name }: LedgerCheck): number {
  return RULE_NAMES.indexOf(name);
}

/** A check for each name, with the first rows that its steps found. */
function checksOf(steps: readonly Step[], found: readonly string[][]): LedgerCheck[] {
  const byName = new Map<string, string[]>();
  for (const [index, { name, isPreparing }] of steps.entries()) {
    if (isPreparing) continue;
    byName.set(name, [...(byName.get(name) ?? []), ...(found[index] ?? [])].slice(0, SHOWN));
  }
  return [...byName].map(([name, broken]) => ({ name, ok: broken.length === 0, broken }));
}

/** `later`: the rules whose steps are known only when all others were taken. */
type Plan = {
  steps: Step[];
  later?: { names: readonly string[]; plan: (snapshot: Reader) => Promise<Step[]> } | undefined;
  isWhole: boolean;
};

/** The steps of a proof, each of which a snapshot can take by itself. */
export async function planProof(snapshot: Reader, options: VerifyOptions): Promise<Plan> {
  const seals = await sealSteps(snapshot, options);
  const since = options.since && (await listSince(snapshot, options.since));
  const touched = since && (await findTouched(snapshot, since));
  if (!options.since || !since || !touched) {
    const whole = options.since ? await sealSteps(snapshot, { ...options, since: undefined }) : seals;
    const { steps, later } = await planRules(snapshot);
    return { steps: [...whole, ...steps], later, isWhole: true };
  }
  const { steps, later } = planSince({ heads: options.since, since, touched });
  return { steps: [...seals, ...steps], later, isWhole: false };
}

async function wholeRuleSteps(snapshot: Reader): Promise<Step[]> {
  const within = await withinOrganization(snapshot);
  return Object.entries(RULES).map(([name, query]) => {
    const find = overTables(async (db) => {
      return (await isRight(db, name, within)) ? [] : readBroken(db, within(query));
    });
    return { name, find };
  });
}

type Within = (query: string) => RawBuilder<unknown>;

/** Whether a glance tells that something holds. */
async function isRight(db: Reader, name: string, within: Within): Promise<boolean> {
  const glance = GLANCES[name];
  if (!glance) return false;
  const query = within(glance(randomBytes(8).readBigInt64BE()));
  const [row] = await readRows<{ isRight: boolean | null }>(db, query, 1);
  return row?.isRight ?? false;
}

/** How a query is run: over one organization, where there is one alone. */
async function withinOrganization(snapshot: Reader): Promise<Within> {
  const organizationId = await findSoleOrganization(snapshot);
  return (query) => (organizationId === undefined ? sql.raw(query) : withinSole(query, organizationId));
}

/**
 * Walks what is usual once for all the rules that it keeps, and then holds what is not to each of them; and finds once what is rare for
 * all the rules that ask for nothing else.
 */
async function planRules(snapshot: Reader): Promise<Pick<Plan, 'steps' | 'later'>> {
  const all = await wholeRuleSteps(snapshot);
  const unusual = await lookForUnusual(snapshot);
  const rare = lookForRare([...RULES_OF_RARE]);
  const names = [...RULES_OF_RARE, ...RULES_OF_USUAL];
  return {
    steps: [...unusual.looks, rare.look, ...all.filter(({ name }) => !names.includes(name))],
    later: {
      names,
      async plan(db) {
        const found = [...rare.listSteps(), ...(await unusual.planSteps(db))];
        const walked = new Set(found.map(({ name }) => name));
        return [...found, ...all.filter(({ name }) => names.includes(name) && !walked.has(name))];
      },
    },
  };
}

/** No steps where there is so much that every rule looks for itself. */
async function lookForUnusual(snapshot: Reader) {
  const unusual: Unusual[] = [];
  const within = await withinOrganization(snapshot);
  const looks = Object.entries(UNUSUAL).map(([name, query]): Step => {
    const find = overTables(async (db) => {
      if (await isRight(db, name, within)) return [];
      for (const one of await readRows<Unusual>(db, within(query), MOST_TOUCHED + 1)) unusual.push(one);
      return [];
    });
    return { name, isPreparing: true, find };
  });
  async function planSteps(db: Reader): Promise<Step[]> {
    const touched = await findWhatBelongs(db, unusual);
    if (!touched) return [];
    return [...RULES_OF_USUAL].map((name) => ({
      name,
      find: (reader) => findBrokenAmong(reader, shadowed(queryOf(name), touched)),
    }));
  }
  return { looks, planSteps };
}

/** The same, for rules that ask for what is rare. */
function lookForRare(names: readonly string[]) {
  let found: ReadonlyMap<string, string[]> | undefined;
  const look: Step = {
    name: 'what is rare among entries and activities',
    isPreparing: true,
    find: overTables(async (db) => {
      const rules = names.map((name) => ({ name, query: queryOf(name) }));
      found = await findBrokenOfRare(db, rules, { limit: SHOWN });
      return [];
    }),
  };
  function listSteps(): Step[] {
    if (!found) return [];
    return names.map((name) => ({ name, find: async () => found?.get(name) ?? [] }));
  }
  return { look, listSteps };
}

function queryOf(rule: string): string {
  return must(RULES[rule], 'a rule that is listed');
}

/** Undefined where so much is out of the usual that walking everything costs no more. */
async function findWhatBelongs(db: Reader, unusual: readonly Unusual[]): Promise<Touched | undefined> {
  if (unusual.length > MOST_TOUCHED) return undefined;
  function ids(which: keyof Unusual): string[] {
    return unusual.flatMap((one) => one[which] ?? []);
  }
  const organizations = [...new Set([...(await listOrganizationIds(db)), ...ids('organization')])];
  const entries = ids('entry');
  return withWhatBelongs(db, {
    organizations,
    gifts: [...ids('gift'), ...(await listGiftsOfEntries(db, { organizations, entries }))],
    recognitions: ids('recognition'),
    entries,
    approvals: [],
    activities: [],
  });
}

type Base = { heads: readonly ProvenHead[]; since: readonly Since[]; touched: Touched };

/** Of the rules that are walked as a whole, those of what is rare share one look. */
function planSince({ heads, since, touched }: Base): Pick<Plan, 'steps' | 'later'> {
  const ofRare = RULE_NAMES.filter((name) => reachOf(name) === 'whole' && RULES_OF_RARE.has(name));
  const rare = lookForRare(ofRare);
  const rules = RULE_NAMES.filter((name) => !ofRare.includes(name)).flatMap((name): Step[] => {
    const reach = reachOf(name);
    if (reach === 'later') return [];
    if (reach === 'whole') return [{ name, find: (db) => findBroken(db, sql.raw(queryOf(name))) }];
    return [{ name, find: (db) => findBrokenAmong(db, shadowed(queryOf(name), touched)) }];
  });
  const added = Object.entries(sinceRules(since)).map(([name, query]): Step => {
    return { name, find: (db) => findBrokenAmong(db, sql.raw(query)) };
  });
  const limits = 'every limit that gifts still count in counts those of its stretch';
  const states = 'every balance and right was as the last proof found it';
  return {
    steps: [
      { name: states, find: inAnyWay((db) => findAlteredStates(db, heads)) },
      { name: limits, find: (db) => findBroken(db, sql.raw(limitRule({ isRunning: true }))) },
      ...added,
      rare.look,
      ...rules,
    ],
    later: {
      names: ofRare,
      plan: async () => {
        const found = rare.listSteps();
        if (found.length > 0) return found;
        return ofRare.map((name) => ({ name, find: (db) => findBroken(db, sql.raw(queryOf(name))) }));
      },
    },
  };
}

/** Of every organization, up to where the earlier proof went. */
async function listSince(snapshot: Reader, heads: readonly ProvenHead[]): Promise<Since[]> {
  const ids = await listOrganizationIds(snapshot);
  return ids.map((organizationId) => {
    const head = heads.find((one) => one.organizationId === organizationId);
    return { ...START, ...head, organizationId };
  });
}

async function sealSteps(
  snapshot: Reader,
  { keys, heads = [], since: proven = [] }: VerifyOptions,
): Promise<Step[]> {
  const bounds = await listSince(snapshot, proven);
  const isWhole = proven.length === 0;
  const since = new Map(bounds.map((bound) => [bound.organizationId, bound]));
  const unchanged = 'nothing has changed since it was sealed';
  const steps: Step[] = [{ name: unchanged, find: () => Promise.resolve([]) }];
  for (const bound of bounds) {
    for (const page of await listSealPages(snapshot, bound.organizationId, bound)) {
      steps.push({
        name: unchanged,
        find: (isWhole ? overTables : inAnyWay)((db) => findBrokenIn(db, page, SHOWN)),
      });
    }
    const { organizationId, change: after } = bound;
    steps.push({
      name: 'every seal that was there still is',
      find: inAnyWay((db) => findLostSeals(db, organizationId, { after, limit: SHOWN })),
    });
  }
  steps.push({
    name: 'nothing has waited for a seal for a day while a worker ran',
    find: inAnyWay(async (db) => (await findLongWait(db)).broken),
  });
  if (heads.length > 0) {
    steps.push({
      name: 'every head that was kept is still in the chain',
      find: inAnyWay((db) => findLostHeads(db, heads, SHOWN)),
    });
  }
  if (!keys) return steps;
  const looked = { since, limit: SHOWN };
  return [
    ...steps,
    { name: 'every seal was made by Largesse', find: inAnyWay((db) => findForgedSeals(db, keys, looked)) },
    {
      name: 'everything on record was written by Largesse',
      find: inAnyWay((db) => findUnsigned(db, keys, looked)),
    },
    {
      name: 'every request was taken in by Largesse as it is',
      find: inAnyWay((db) => findForgedRequests(db, keys, SHOWN)),
    },
  ];
}

/**
 * Each rule lays whole tables beside each other, which is done by reading and hashing them. Where the planner knows nothing of a
 * table yet, as right after a large import, it would rather read one of them for each row of another; and one in the order of
 * an index rather than sort it, from all over the disk.
 */
function findBroken(db: Reader, query: RawBuilder<unknown>): Promise<string[]> {
  return overTables((reader) => readBroken(reader, query))(db);
}

function overTables<T>(read: Read<T>): Read<T> {
  return async (db) => {
    await allowIndexes(db, 'off');
    return read(db);
  };
}

/** The same for a rule over few rows, for which indexes are the way. */
async function findBrokenAmong(db: Reader, query: RawBuilder<unknown>): Promise<string[]> {
  await allowIndexes(db, 'on');
  return readBroken(db, query);
}

function inAnyWay<T>(read: Read<T>): Read<T> {
  return async (db) => {
    await allowIndexes(db, 'on');
    return read(db);
  };
}

/** What was last allowed in a transaction. */
const ALLOWED = new WeakMap<Reader, 'on' | 'off'>();

/** Whether to plan with what goes through an index row by row: until the transaction ends, or until this is called again. */
async function allowIndexes(db: Reader, allowed: 'on' | 'off'): Promise<void> {
  if (ALLOWED.get(db) === allowed) return;
  await sql`
    select set_config('enable_nestloop', ${allowed}, true), set_config('enable_mergejoin', ${allowed}, true),
           set_config('enable_indexscan', ${allowed}, true), set_config('work_mem', ${sql.raw(WORK_MEM)}, true),
           set_config('jit', 'off', true)`.execute(db);
  ALLOWED.set(db, allowed);
}

async function readBroken(db: Reader, query: RawBuilder<unknown>): Promise<string[]> {
  const rows = await readRows<{ broken: string }>(db, query, SHOWN);
  return rows.map((row) => writeAmounts(row.broken));
}

/** Planned for all rows, of which there are none as a rule; for the first few, Postgres would follow indexes all through a table. */
async function readRows<T>(db: Reader, query: RawBuilder<unknown>, limit: number): Promise<T[]> {
  const { rows } = await sql<T>`
    with found as materialized (${query}) select * from found limit ${limit}`.execute(db);
  return rows;
}

async function summarize(
  db: Reader,
): Promise<Pick<LedgerProof, 'entries' | 'postings' | 'gifts' | 'unsealed' | 'seals'>> {
  const { rows } = await sql<{ entries: number; postings: number; gifts: number }>`
    select (select count(*) from entry)::integer as entries, (select count(*) from posting)::integer as postings,
           (select count(*) from gift)::integer as gifts`.execute(db);
  const [counts = { entries: 0, postings: 0, gifts: 0 }] = rows;
  return { ...counts, unsealed: await countUnsealed(db), seals: await listSealHeads(db) };
}
