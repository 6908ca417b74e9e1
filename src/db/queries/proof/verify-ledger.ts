import { sql } from 'kysely';
import type { Db, Reader } from '#src/db/kit/schema.ts';
import { readInLanes, readSnapshot } from '#src/db/kit/snapshot.ts';
import { listSealHeads } from '#src/db/ledger/seal-head.ts';
import type { AuditHead } from '#src/domain/ledger/audit-head.ts';
import type { ProvenHead } from '#src/domain/ledger/proof.ts';
import { countUnsealed } from './check-seals.ts';
import { findLongWait } from './check-waiting.ts';
import { planProof } from './plan-proof.ts';
import type { Plan, Step, VerifyOptions } from './proof-steps.ts';
import { SHOWN_BROKEN } from './read-broken.ts';
import { RULE_NAMES } from './rules.ts';
import { sealSteps } from './seal-steps.ts';
import { listProvenHeads } from './since-rules.ts';
import { planRules, wholeRuleSteps } from './whole-steps.ts';

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

/** As many as a small server has cores. */
const LANES = 2;

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
    byName.set(name, [...(byName.get(name) ?? []), ...(found[index] ?? [])].slice(0, SHOWN_BROKEN));
  }
  return [...byName].map(([name, broken]) => ({ name, ok: broken.length === 0, broken }));
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
