import { sql } from 'kysely';
import type { Db, Reader } from '#src/db/kit/schema.ts';
import { readSnapshot } from '#src/db/kit/snapshot.ts';
import { countUnsealed, findBrokenSeals, listSealHeads, type SealHead } from './check-seals.ts';
import { APPROVAL_RULES } from './approval-rules.ts';
import { ENTRY_RULES } from './entry-rules.ts';
import { LEDGER_RULES } from './ledger-rules.ts';
import { RECORD_RULES } from './record-rules.ts';
import { writeAmounts } from './rule-words.ts';
import { STATE_RULES } from './state-rules.ts';

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
  seals: SealHead[];
  checks: LedgerCheck[];
};

const SHOWN = 5;

const RULES = { ...LEDGER_RULES, ...ENTRY_RULES, ...STATE_RULES, ...APPROVAL_RULES, ...RECORD_RULES };

/** Joins that are quadratic where all rows are of one organization. */
const WASTEFUL = ['enable_nestloop', 'enable_mergejoin'];

/** Proves the whole ledger against itself, in one snapshot. The database reads the rows; only what is broken travels. */
export async function verifyLedger(db: Db): Promise<LedgerProof> {
  return readSnapshot(db, async (snapshot) => {
    const checks = await checkRules(snapshot);
    checks.push(checkOf('nothing has changed since it was sealed', await findBrokenSeals(snapshot, SHOWN)));
    return { ok: checks.every((check) => check.ok), ...(await summarize(snapshot)), checks };
  });
}

/**
 * Each rule lays whole tables beside each other, which is done by hashing them. Where the planner knows nothing of a table
 * yet, as right after a large import, it would rather read one of them for each row of another.
 */
async function checkRules(snapshot: Reader): Promise<LedgerCheck[]> {
  for (const way of WASTEFUL) await sql`set local ${sql.ref(way)} = off`.execute(snapshot);
  const checks: LedgerCheck[] = [];
  for (const [name, query] of Object.entries(RULES)) {
    checks.push(checkOf(name, await findBroken(snapshot, query)));
  }
  for (const way of WASTEFUL) await sql`set local ${sql.ref(way)} to default`.execute(snapshot);
  return checks;
}

function checkOf(name: string, broken: string[]): LedgerCheck {
  return { name, ok: broken.length === 0, broken };
}

async function findBroken(db: Reader, query: string): Promise<string[]> {
  const { rows } = await sql<{ broken: string }>`${sql.raw(query)} limit ${SHOWN}`.execute(db);
  return rows.map((row) => writeAmounts(row.broken));
}

async function summarize(db: Reader): Promise<Omit<LedgerProof, 'ok' | 'checks'>> {
  const { rows } = await sql<{ entries: number; postings: number; gifts: number }>`
    select (select count(*) from entry)::integer as entries, (select count(*) from posting)::integer as postings,
           (select count(*) from gift)::integer as gifts`.execute(db);
  const [counts = { entries: 0, postings: 0, gifts: 0 }] = rows;
  return { ...counts, unsealed: await countUnsealed(db), seals: await listSealHeads(db) };
}
