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
import { GUARD_RULES } from './guard-rules.ts';
import { GUARDED_RULES } from './guarded-rules.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { BUDGET_RULES } from './budget-rules.ts';
import { CARRY_RULES } from './carry-rules.ts';
import { CHECKOUT_RULES } from './checkout-rules.ts';
import { ORDER_RULES } from './order-rules.ts';
import { COUNT_RULES, limitRule } from './count-rules.ts';
import { DECISION_RULES } from './decision-rules.ts';
import { ENTRY_RULES } from './entry-rules.ts';
import { LEDGER_RULES } from './ledger-rules.ts';
import { PROMO_RULES } from './promo-rules.ts';
import { RECORD_RULES } from './record-rules.ts';
import { REQUEST_RULES } from './request-rules.ts';
import { RIGHTS_RULES } from './rights-rules.ts';
import { reachOf } from './rule-reach.ts';
import { writeAmounts } from './rule-words.ts';
import { RUNNING_RULES } from './running-rules.ts';
import { findAlteredStates, listProvenHeads, sinceRules } from './since-rules.ts';
import { findSoleOrganization, withinSole } from './sole-organization.ts';
import { STATE_RULES } from './state-rules.ts';
import { findTouched, shadowed, type Since, type Touched } from './touched.ts';

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
/** What hashing a table may take before it goes to disk, for each of a rule's tables. */
const WORK_MEM = '64MB';

const RULES: Record<string, string> = {
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
  ...PROMO_RULES,
  ...GUARD_RULES,
  ...CHECKOUT_RULES,
  ...ORDER_RULES,
};

/** The names of all rules. */
export const RULE_NAMES = Object.keys(RULES);

/** One step of a proof: several may look for breaks of the same rule. */
type Step = { name: string; find: Read<string[]> };

/**
 * Proves the ledger against itself, in one snapshot, on two connections where there are as many. The database reads the rows; only
 * what is broken travels.
 */
export async function verifyLedger(db: Db, options: VerifyOptions): Promise<FoundLedgerProof> {
  const startedAt = performance.now();
  return readSnapshot(db, async (snapshot) => {
    const { steps, isWhole } = await planProof(snapshot, options);
    let done = 0;
    const reads = steps.map(({ find }) => async (reader: Reader) => {
      const broken = await find(reader);
      done += 1;
      options.onStep?.(done, steps.length);
      return broken;
    });
    const found = await readInLanes(db, snapshot, { reads, lanes: LANES });
    const checks = checksOf(steps, found);
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
  const { steps } = await planProof(snapshot, options);
  return runSteps(snapshot, steps);
}

/** Checks every rule over all rows. */
export async function checkRules(snapshot: Reader): Promise<LedgerCheck[]> {
  return runSteps(snapshot, await wholeRuleSteps(snapshot));
}

/** What is sealed is as it was, and what is on record was written by Largesse. */
export async function checkSeals(snapshot: Reader, options: VerifyOptions): Promise<LedgerCheck[]> {
  return runSteps(snapshot, await sealSteps(snapshot, options));
}

async function runSteps(snapshot: Reader, steps: readonly Step[]): Promise<LedgerCheck[]> {
  const found: string[][] = [];
  for (const { find } of steps) found.push(await find(snapshot));
  return checksOf(steps, found);
}

/** A check for each name, with the first rows that its steps found. */
function checksOf(steps: readonly Step[], found: readonly string[][]): LedgerCheck[] {
  const byName = new Map<string, string[]>();
  for (const [index, { name }] of steps.entries()) {
    byName.set(name, [...(byName.get(name) ?? []), ...(found[index] ?? [])].slice(0, SHOWN));
  }
  return [...byName].map(([name, broken]) => ({ name, ok: broken.length === 0, broken }));
}

async function planProof(
  snapshot: Reader,
  options: VerifyOptions,
): Promise<{ steps: Step[]; isWhole: boolean }> {
  const seals = await sealSteps(snapshot, options);
  const since = options.since && (await listSince(snapshot, options.since));
  const touched = since && (await findTouched(snapshot, since));
  if (!options.since || !since || !touched) {
    const whole = options.since ? await sealSteps(snapshot, { ...options, since: undefined }) : seals;
    return { steps: [...whole, ...(await wholeRuleSteps(snapshot))], isWhole: true };
  }
  const heads = options.since;
  return { steps: [...seals, ...sinceSteps({ heads, since, touched })], isWhole: false };
}

async function wholeRuleSteps(snapshot: Reader): Promise<Step[]> {
  const organizationId = await findSoleOrganization(snapshot);
  return Object.entries(RULES).map(([name, query]) => {
    const rule = organizationId === undefined ? sql.raw(query) : withinSole(query, organizationId);
    return { name, find: (db) => findBroken(db, rule) };
  });
}

type Base = { heads: readonly ProvenHead[]; since: readonly Since[]; touched: Touched };

function sinceSteps({ heads, since, touched }: Base): Step[] {
  const rules = Object.entries(RULES).flatMap(([name, query]): Step[] => {
    const reach = reachOf(name);
    if (reach === 'later') return [];
    if (reach === 'whole') return [{ name, find: (db) => findBroken(db, sql.raw(query)) }];
    return [{ name, find: (db) => findBrokenAmong(db, shadowed(query, touched)) }];
  });
  const added = Object.entries(sinceRules(since)).map(([name, query]): Step => {
    return { name, find: (db) => findBrokenAmong(db, sql.raw(query)) };
  });
  const limits = 'every limit that gifts still count in counts those of its stretch';
  const states = 'every balance and right was as the last proof found it';
  return [
    { name: states, find: inAnyWay((db) => findAlteredStates(db, heads)) },
    { name: limits, find: (db) => findBroken(db, sql.raw(limitRule({ isRunning: true }))) },
    ...added,
    ...rules,
  ];
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
           set_config('enable_indexscan', ${allowed}, true), set_config('work_mem', ${WORK_MEM}, true),
           set_config('jit', 'off', true)`.execute(db);
  ALLOWED.set(db, allowed);
}

/** Planned for all rows, of which there are none as a rule; for the first few, Postgres would follow indexes all through a table. */
async function readBroken(db: Reader, query: RawBuilder<unknown>): Promise<string[]> {
  const { rows } = await sql<{ broken: string }>`
    with rule as materialized (${query}) select broken from rule limit ${SHOWN}`.execute(db);
  return rows.map((row) => writeAmounts(row.broken));
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
