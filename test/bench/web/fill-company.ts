import { Client } from 'pg';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { newId } from '#src/kit/new-id.ts';
import { seedCompany } from '#src/process/seed/seed-company.ts';
import { seedHeadcount } from '#src/process/seed/seed-people.ts';
import { ensureOrganization } from '#src/usecases/people/ensure-organization.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { TEST_KEYS } from '#test/helpers/test-keys.ts';
import { type BenchPostgres, openMigrated, runSql } from '../bench-postgres.ts';
import { silentQueue } from '../silent-queue.ts';
import type { Copies } from './multiply/copies.ts';
import { checkSums } from './multiply/check-sums.ts';
import { multiplyCompany } from './multiply/multiply-company.ts';
import { timed } from './timed.ts';

const SEED = 7;
/** As many are given one by one; the others are copies of them. */
const MOST_SEEDED = 25_000;

/** Gives the url of the books of a company that has so many gifts. Where books are kept, these may have been filled by an earlier run. */
export async function openCompany(postgres: BenchPostgres, gifts: number): Promise<string> {
  const copies = Math.ceil(gifts / MOST_SEEDED);
  const seeded = Math.round(gifts / copies);
  const seededName = `bench_web_seeded_${seeded}`;
  const seededUrl = await postgres.createDatabase(seededName);
  await fillOnce(seededUrl, 'seeded', () => seed(seededUrl, seeded));
  const url = await postgres.createDatabase(`bench_web_${gifts}`, seededName);
  const people = Math.min(copies, Math.round(seedHeadcount(gifts) / seedHeadcount(seeded)));
  await fillOnce(url, 'copied', () => copy(url, { gifts: copies, people }));
  return url;
}

/** Does a step of filling that was not done before, and notes it. @throws where it was begun and left off. */
async function fillOnce(url: string, step: 'seeded' | 'copied', fillIn: () => Promise<void>): Promise<void> {
  const client = new Client(url);
  await client.connect();
  try {
    await client.query('create table if not exists bench_filled (step text primary key, done boolean)');
    const { rows } = await client.query<{ done: boolean }>('select done from bench_filled where step = $1', [
      step,
    ]);
    if (rows[0]?.done === true) return;
    if (rows[0]) throw new Error('what was kept was filled only in part: remove it');
    await client.query('insert into bench_filled values ($1, false)', [step]);
    await fillIn();
    await client.query('update bench_filled set done = true where step = $1', [step]);
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

async function seed(url: string, gifts: number): Promise<void> {
  const db = await openMigrated(url);
  try {
    const clock = { now: () => new Date() };
    const deps = { db, clock, newId, queue: silentQueue, log: silentLog, keys: TEST_KEYS };
    const organization = await ensureOrganization(deps, { name: 'Acme', currency: 'USD', timeZone: 'UTC' });
    const until = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
    const options = { gifts, seed: SEED, until };
    await timed(`seeded ${gifts} gifts`, () =>
      seedCompany({ db, keys: TEST_KEYS, log: silentLog, organization }, options),
    );
    await runSql(url, ['vacuum analyze']);
  } finally {
    await db.destroy();
  }
}

async function copy(url: string, copies: Copies): Promise<void> {
  // What was seeded and kept may have been seeded by an older version.
  await (await openMigrated(url)).destroy();
  await multiplyCompany(url, copies);
  await timed('checked the sums', async () => {
    const client = new Client(url);
    await client.connect();
    try {
      await client.query(`set work_mem = '512MB'`);
      await checkSums(client);
    } finally {
      await client.end();
    }
  });
}
