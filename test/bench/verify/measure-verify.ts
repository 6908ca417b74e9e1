import { sql } from 'kysely';
import type { Db } from '#src/db/kit/schema.ts';
import type { ProvenHead } from '#src/domain/ledger/proof.ts';
import { type FoundLedgerProof, verifyLedger } from '#src/db/queries/proof/verify-ledger.ts';
import { sealLedger } from '#src/usecases/ledger/seal-ledger.ts';
import { TEST_KEYS } from '#test/helpers/test-keys.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { type BenchPostgres, openMigrated } from '../bench-postgres.ts';
import { type Figure, figureOf } from '../figures.ts';
import { type Line, printTable } from '../print-table.ts';
import { silentQueue } from '../silent-queue.ts';
import { fillLedger, prepareFill, redeemOlder } from './fill-ledger.ts';
import { makeLargeCompany } from './make-large-company.ts';
import { timeSteps } from './time-steps.ts';
import { watchProcesses } from './watch-processes.ts';

const SIZES = [100_000, 1_000_000] as const;
/** What a day adds: so many gifts given and, of older ones, so many redeemed. */
const DAY = { given: 5_000, redeemed: 4_000 };
const ROUNDS = 3;

export type VerifyResult = {
  /** Seconds that the whole proof takes, by the number of gifts. */
  seconds100k: number;
  seconds1m: number;
  /** Seconds that the proof of a day takes which goes on from an earlier one. */
  secondsOfDay100k: number;
  secondsOfDay1m: number;
  /** How often the whole proof is what counting the rows of the same tables takes. */
  ratioToCount: number;
  /** How often the whole proof is what adding up all postings by account takes. */
  ratioToSums: number;
  /** Of the whole proof of most gifts: processor time, and memory at most, of this program and of the database for it. */
  processorSeconds: number;
  programMb: number;
  databaseMb: number;
  figures: Record<string, Figure>;
};

/** How long the proof of the ledger takes, whole and of what a day adds to it. */
export async function measureVerify(
  postgres: BenchPostgres,
  sizes: readonly number[] = SIZES,
): Promise<VerifyResult> {
  const figures: Record<string, Figure> = {};
  for (const gifts of sizes) Object.assign(figures, await measureSize(postgres, gifts));
  return report(figures, Math.max(...sizes));
}

const WHOLE = 'whole';
const OF_DAY = `a day of ${DAY.given.toLocaleString('en-US')} gifts on top`;
const COUNTED = 'counting the rows';
const SUMMED = 'adding up the postings by account';
const TAKEN = {
  processorSeconds: 'processor time of the whole',
  programMb: 'MB of the program, at most',
  databaseMb: 'MB of the database’s processes, at most',
} as const;

async function measureSize(postgres: BenchPostgres, gifts: number): Promise<Record<string, Figure>> {
  const url = await postgres.createDatabase(`bench_verify_${gifts}`);
  const db = await openMigrated(url, 4);
  try {
    const before = await countGifts(db);
    if (before === 0) {
      await makeLargeCompany(db);
      await prepareFill(url, gifts);
      await timed(`filled ${gifts} gifts`, () => fillLedger(db, url, TEST_KEYS, { first: 0, count: gifts }));
    }
    if (before > 0 && before < gifts) throw new Error('what was kept was filled only in part: remove it');
    await timed('sealed', () => seal(db));
    return await measureFilled(db, url, gifts);
  } finally {
    await db.destroy();
  }
}

/** Measures a ledger that is filled and sealed, and then what a day adds to it. */
async function measureFilled(db: Db, url: string, gifts: number): Promise<Record<string, Figure>> {
  const found: Record<string, Figure> = {};
  const proofs: FoundLedgerProof[] = [];
  for (const [name, work] of Object.entries({
    [WHOLE]: async () => proofs.push(await prove(db)),
    [COUNTED]: () => countRows(db),
    [SUMMED]: () => sumPostings(db),
  })) {
    found[`${name}, ${shown(gifts)}`] = await inRounds(name, work);
  }
  const taken = await watchProcesses(db, () => prove(db));
  for (const [key, name] of Object.entries(TAKEN)) {
    found[`${name}, ${shown(gifts)}`] = figureOf([taken[key as keyof typeof TAKEN]]);
  }
  await timeSteps(db);
  await addDay(db, url, gifts);
  await seal(db);
  const { proven = [] } = proofs[0] ?? {};
  found[`${OF_DAY}, ${shown(gifts)}`] = await inRounds(OF_DAY, () => prove(db, proven));
  await timeSteps(db, proven);
  return found;
}

/** Kept books have the days of earlier runs, until all gifts that were given before are redeemed. */
async function addDay(db: Db, url: string, gifts: number): Promise<void> {
  const before = await countGifts(db);
  const days = (before - gifts) / DAY.given;
  const older = { first: days * 10 * DAY.redeemed, count: 10 * DAY.redeemed };
  if (older.first + older.count > gifts)
    throw new Error('what was kept has no gift left to redeem: remove it');
  await fillLedger(db, url, TEST_KEYS, { first: before, count: DAY.given });
  await redeemOlder(db, url, TEST_KEYS, older);
}

async function countGifts(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from gift`.execute(db);
  return rows[0]?.count ?? 0;
}

function shown(gifts: number): string {
  return `${gifts.toLocaleString('en-US')} gifts`;
}

/** @throws when anything is found: the ledger is in order. */
async function prove(db: Db, since?: readonly ProvenHead[]): Promise<FoundLedgerProof> {
  const proof = await verifyLedger(db, { keys: TEST_KEYS, since });
  const broken = proof.checks.filter(({ ok }) => !ok);
  if (broken.length > 0) throw new Error(`a ledger in order does not hold: ${JSON.stringify(broken)}`);
  if (proof.isWhole !== (since === undefined))
    throw new Error('the proof walked something else than it was to');
  return proof;
}

async function seal(db: Db): Promise<void> {
  const deps = { db, clock: { now: () => new Date() }, log: silentLog, keys: TEST_KEYS, queue: silentQueue };
  for (;;) if ((await sealLedger(deps)).isDone) return;
}

const TABLES = [
  'recognition',
  'gift',
  'code',
  'delivery',
  'entry',
  'posting',
  'activity',
  'change',
  'account',
  'spend_daily',
  'limit_usage',
];

async function countRows(db: Db): Promise<void> {
  for (const table of TABLES) await sql`select count(*) from ${sql.table(table)}`.execute(db);
}

async function sumPostings(db: Db): Promise<void> {
  await sql`select account_id, currency, sum(amount) from posting group by 1, 2`.execute(db);
}

/** Tells of each round, so that a run that is broken off has told what it measured. */
async function inRounds(name: string, work: () => Promise<unknown>): Promise<Figure> {
  const seconds: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const startedAt = performance.now();
    await work();
    const taken = (performance.now() - startedAt) / 1_000;
    process.stdout.write(`${name}, round ${round} of ${ROUNDS}: ${taken.toFixed(1)} s\n`);
    seconds.push(taken);
  }
  return figureOf(seconds);
}

/** Tells how long the preparations take, which is not what is measured. */
async function timed(what: string, work: () => Promise<void>): Promise<void> {
  const startedAt = performance.now();
  await work();
  process.stdout.write(`${what} in ${Math.round((performance.now() - startedAt) / 1_000)} s\n`);
}

/** The table, and what of it is kept. */
function report(figures: Record<string, Figure>, largest: number): VerifyResult {
  function medianOf(name: string, gifts: number): number {
    return figures[`${name}, ${shown(gifts)}`]?.median ?? 0;
  }
  const whole = medianOf(WHOLE, largest);
  const lines = Object.entries(figures).map(
    ([name, figure]): Line => ({
      name,
      figure,
      ratio: name.startsWith('MB') ? undefined : figure.median / whole,
    }),
  );
  printTable('proof of the ledger', 's', lines);
  return {
    seconds100k: medianOf(WHOLE, SIZES[0]),
    seconds1m: medianOf(WHOLE, SIZES[1]),
    secondsOfDay100k: medianOf(OF_DAY, SIZES[0]),
    secondsOfDay1m: medianOf(OF_DAY, SIZES[1]),
    ratioToCount: whole / medianOf(COUNTED, largest),
    ratioToSums: whole / medianOf(SUMMED, largest),
    processorSeconds: medianOf(TAKEN.processorSeconds, largest),
    programMb: medianOf(TAKEN.programMb, largest),
    databaseMb: medianOf(TAKEN.databaseMb, largest),
    figures,
  };
}
