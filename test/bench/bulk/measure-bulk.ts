import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Db } from '#src/db/schema.ts';
import { type BenchPostgres, openMigrated } from '../bench-postgres.ts';
import { emailOf, makeCompany } from '../make-company.ts';
import { people } from '../people.ts';
import { makeGiftFile } from './make-gift-file.ts';
import { runSampled } from './run-sampled.ts';

export type BulkResult = {
  rows: number;
  /** The start of the program and the check of the whole file included. */
  seconds: number;
  giftsPerSecond: number;
  /** What a run of one row takes, nearly all of it the start of the program. */
  startSeconds: number;
  peakRssMb: number;
};

/** How long `largesse gifts bulk` takes for a file of so many gifts, everything written, and how much memory. */
export async function measureBulk(postgres: BenchPostgres, rows: number): Promise<BulkResult> {
  const url = await postgres.createDatabase(`bench_bulk_${rows}`);
  const db = await openMigrated(url);
  const folder = await mkdtemp(join(tmpdir(), 'largesse-bench-bulk-'));
  try {
    await makeCompany(db);
    const env = { DATABASE_URL: url, LARGESSE_DIR: folder, HOST: '0.0.0.0' };
    const start = await give(join(folder, 'one.csv'), 1, env);
    const run = await give(join(folder, 'all.csv'), rows, env);
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
async function give(path: string, rows: number, env: Record<string, string>) {
  await makeGiftFile(path, rows);
  const [giver = ''] = people.givers;
  return runSampled(['gifts', 'bulk', path, '--as', emailOf(giver), '--yes', '--batch', `${rows}`], env);
}

async function expectGifts(db: Db, expected: number): Promise<void> {
  const { rows } = await sql<{ gifts: number }>`
    select count(*)::int as gifts from gift join delivery on delivery.gift_id = gift.id`.execute(db);
  const gifts = rows[0]?.gifts;
  if (gifts !== expected) throw new Error(`${expected} gifts were asked for, ${gifts} were issued`);
}

function report(result: BulkResult): BulkResult {
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
