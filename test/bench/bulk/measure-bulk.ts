import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Db } from '#src/db/kit/schema.ts';
import { type BenchPostgres, openMigrated } from '../bench-postgres.ts';
import { emailOf, makeCompany } from '../make-company.ts';
import { people } from '../people.ts';
import { buildProgram } from './build-program.ts';
import { makeGiftFile } from './make-gift-file.ts';
import { runSampled } from './run-sampled.ts';

export type BulkRun = {
  rows: number;
  /** The start of the program and the check of the whole file included. */
  seconds: number;
  giftsPerSecond: number;
  /** What a run of one row takes, nearly all of it the start of the program. */
  startSeconds: number;
  peakRssMb: number;
};

export type BulkResult = {
  seconds100k: number;
  seconds1m: number;
  startSeconds: number;
  peakRssMb: number;
  peakRssMb1m: number;
  /** How many times longer a gift takes in a file of 1,000,000 than in one of 100,000, the program's start not counted. */
  ratePerGift1mTo100k: number;
};

/** A file of 100,000 gifts, and one ten times as long. */
export async function measureBulk(postgres: BenchPostgres): Promise<BulkResult> {
  const some = await measureBulkRun(postgres, 100_000);
  const many = await measureBulkRun(postgres, 1_000_000);
  const ratio = secondsPerGift(many) / secondsPerGift(some);
  process.stdout.write(`  ${ratio.toFixed(2)} times as long a gift\n\n`);
  return {
    seconds100k: some.seconds,
    seconds1m: many.seconds,
    startSeconds: some.startSeconds,
    peakRssMb: some.peakRssMb,
    peakRssMb1m: many.peakRssMb,
    ratePerGift1mTo100k: ratio,
  };
}

function secondsPerGift({ rows, seconds, startSeconds }: BulkRun): number {
  return (seconds - startSeconds) / rows;
}

/** How long `largesse gifts bulk` takes for a file of so many gifts, everything written, and how much memory. */
export async function measureBulkRun(postgres: BenchPostgres, rows: number): Promise<BulkRun> {
  const url = await postgres.createDatabase(`bench_bulk_${rows}`);
  const db = await openMigrated(url);
  const folder = await mkdtemp(join(tmpdir(), 'largesse-bench-bulk-'));
  try {
    await makeCompany(db);
    const env = { DATABASE_URL: url, LARGESSE_DIR: folder, HOST: '0.0.0.0' };
    const program = await buildProgram(join(folder, 'program'));
    const start = await give(program, join(folder, 'one.csv'), 1, env);
    const run = await give(program, join(folder, 'all.csv'), rows, env);
    await expectGifts(db, rows + 1);
    return report({
      rows,
      seconds: run.seconds,
      giftsPerSecond: rows / run.seconds,
      startSeconds: start.seconds,
      peakRssMb: run.peakRssMb,
    });
  } finally {
    await db.destroy();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A batch of its own for each number of rows: the rows of a short file stand in a long one too. */
async function give(program: string, path: string, rows: number, env: Record<string, string>) {
  await makeGiftFile(path, rows);
  const [giver = ''] = people.givers;
  const args = ['gifts', 'bulk', path, '--as', emailOf(giver), '--yes', '--batch', `${rows}`];
  return runSampled(program, args, env);
}

async function expectGifts(db: Db, expected: number): Promise<void> {
  const { rows } = await sql<{ gifts: number }>`
    select count(*)::int as gifts from gift join delivery on delivery.gift_id = gift.id`.execute(db);
  const gifts = rows[0]?.gifts;
  if (gifts !== expected) throw new Error(`${expected} gifts were asked for, ${gifts} were issued`);
}

function report(result: BulkRun): BulkRun {
  const { rows, seconds, giftsPerSecond, startSeconds, peakRssMb } = result;
  process.stdout.write(
    [
      `\ngifts from a file of ${rows.toLocaleString('en')} rows`,
      `  ${seconds.toFixed(1)} s in all, of which ${startSeconds.toFixed(1)} s to start`,
      `  ${Math.round(giftsPerSecond).toLocaleString('en')} gifts a second`,
      `  ${Math.round(peakRssMb)} MB at most\n`,
    ].join('\n'),
  );
  return result;
}
