import { sql } from 'kysely';
import { connect } from '#src/db/kit/connect.ts';
import type { Db, Tx } from '#src/db/kit/schema.ts';
import { insertSeal } from '#src/db/ledger/seal.ts';
import { LAST } from '#src/db/ledger/signatures.ts';
import { listOrganizationIds } from '#src/db/people/organization.ts';
import type { ProvenHead } from '#src/domain/ledger/proof.ts';
import {
  checkAsProof,
  checkRules,
  checkSeals,
  type LedgerCheck,
} from '#src/db/queries/proof/verify-ledger.ts';
import { createKeyRing, newKey } from '#src/kit/key-ring.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import type { TestDatabase } from '#test/helpers/database.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { TEST_KEYS } from '#test/helpers/test-keys.ts';
import { transactOn } from '#test/helpers/transact-on.ts';

/** What somebody alters who can write to the database, but has no keys. */
export type Alteration = {
  what: string;
  /** The statements. */
  by: string;
  /** As a query: what names the altered row, of which one must be told. */
  row: string;
  /** Why nothing but the seals tells of it, where that is so: once all are deleted, only that is told. */
  onlySealsTell?: string;
};

/** What the proof says of an alteration: `rows` are the names of which it must tell one. */
export type Finding = {
  rows: string[];
  /** As it was left. */
  broken: string[];
  /** Once every seal was deleted and Largesse has sealed anew, and once a thief without its keys has. */
  sealedAnew: string[];
  sealedByThief: string[];
};

const THIEF = createKeyRing([newKey()]);

/** Plans that are kept are good for any values from the first time on, and need no workers, which take longer to start than to read. */
const PLANS = '-c plan_cache_mode=force_generic_plan -c max_parallel_workers_per_gather=0';

/** Connections to a database for altering it: past its guards no trigger fires. */
export type Tampering = { pastGuards: Db; underGuards: Db[]; close: () => Promise<void> };

/** For somebody who may switch the guards off, and has; for the owner of the tables; and for who has the rights of Largesse. */
export function connectToTamper({ ownerUrl, url }: TestDatabase): Tampering {
  const pastGuards = connectOnce(ownerUrl, `-c session_replication_role=replica ${PLANS}`);
  const underGuards = [ownerUrl, url].map((one) => connectOnce(one, PLANS));
  async function close(): Promise<void> {
    await Promise.all([pastGuards, ...underGuards].map((db) => db.destroy()));
  }
  return { pastGuards, underGuards, close };
}

function connectOnce(url: string, options: string): Db {
  const withOptions = new URL(url);
  withOptions.searchParams.set('options', options);
  return connect({ url: withOptions.href, poolSize: 1, connectTimeoutMs: 60_000 }, silentLog);
}

/** Alters a ledger past its guards, and says what the proof finds. All is rolled back. */
export async function tamperPastGuards(pastGuards: Db, { by, row }: Alteration): Promise<Finding> {
  return rolledBack(pastGuards, async (tx) => {
    const rows = await namesOf(tx, row);
    await sql.raw(by).execute(tx);
    // None of the rules reads a seal, so what they say stays.
    const byRules = (await checkRules(tx)).flatMap(tellOf);
    const broken = [...byRules, ...(await brokenSeals(tx))];
    await sealAnew(tx, TEST_KEYS);
    const sealedAnew = [...byRules, ...(await brokenSeals(tx))];
    await sealAnew(tx, THIEF);
    return { rows, broken, sealedAnew, sealedByThief: await brokenSeals(tx) };
  });
}

/** Alters a ledger past its guards, and says what the next day's proof finds, which goes on from an earlier one. */
export async function tamperSinceProof(
  pastGuards: Db,
  { by, row }: Alteration,
  since: readonly ProvenHead[],
): Promise<Pick<Finding, 'rows' | 'broken'>> {
  return rolledBack(pastGuards, async (tx) => {
    const rows = await namesOf(tx, row);
    await sql.raw(by).execute(tx);
    const checks = await checkAsProof(tx, { keys: TEST_KEYS, since });
    return { rows, broken: checks.flatMap(tellOf) };
  });
}

/** The same under the guards, which may refuse it. */
export async function tamperUnderGuards(
  db: Db,
  { by, row }: Alteration,
): Promise<Pick<Finding, 'rows' | 'broken'> | { refused: string }> {
  return rolledBack(db, async (tx) => {
    const rows = await namesOf(tx, row);
    const refusal = await sql
      .raw(by)
      .execute(tx)
      .then(
        () => undefined,
        (fault: Error) => fault.message,
      );
    if (refusal !== undefined) return { refused: refusal };
    const bySeals = await brokenSeals(tx);
    // The rules take most of a proof's time.
    if (namesOneOf(rows)(bySeals)) return { rows, broken: bySeals };
    return { rows, broken: [...bySeals, ...(await checkRules(tx)).flatMap(tellOf)] };
  });
}

/** Whether what is told names one of these rows. */
export function namesOneOf(rows: Finding['rows']) {
  return (broken: Finding['broken']) =>
    rows.some((row) => row !== '' && broken.some((line) => line.includes(row)));
}

async function rolledBack<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  const done: { result?: T } = {};
  const stop = new Error('rolled back');
  try {
    await transactOn(db, async (tx) => {
      done.result = await work(tx);
      throw stop;
    });
  } catch (fault) {
    if (fault !== stop) throw fault;
  }
  return done.result as T;
}

async function namesOf(tx: Tx, query: string): Promise<string[]> {
  const { rows } = await sql<Record<string, unknown>>`${sql.raw(query)}`.execute(tx);
  return rows.flatMap((row) => Object.values(row).map(String));
}

async function brokenSeals(tx: Tx): Promise<string[]> {
  const checks = await checkSeals(tx, { keys: TEST_KEYS });
  return checks.flatMap(tellOf);
}

function tellOf({ name, ok, broken }: LedgerCheck): string[] {
  return ok ? [] : broken.map((row) => `${name}: ${row}`);
}

async function sealAnew(tx: Tx, keys: Pick<KeyRing, 'sign' | 'isSigned'>): Promise<void> {
  await sql`delete from seal`.execute(tx);
  const settled = { posting: LAST, change: LAST, activity: LAST };
  for (const organizationId of await listOrganizationIds(tx)) {
    await insertSeal(tx, keys, { organizationId, settled, maxRows: 10_000, sealedAt: tx.now });
  }
}
