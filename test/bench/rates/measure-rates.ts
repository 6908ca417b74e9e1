import { BATCH_SIZE } from '#jobs/issue-gifts.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { createKeyRing, newKey } from '#src/kit/key-ring.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { type BenchPostgres, openMigrated } from '../bench-postgres.ts';
import { type Figure, figureOf } from '../figures.ts';
import { inRounds } from '../in-rounds.ts';
import { issueInBatches } from '../issue/issue-in-batches.ts';
import { queueRecognitions } from '../issue/queue-recognitions.ts';
import { type BenchCompany, makeCompany } from '../make-company.ts';
import { printTable } from '../print-table.ts';
import { fillStoredGifts } from './fill-stored-gifts.ts';

const BATCH_SIZES = [1, 3, 10, 30, 100, 500, 1_000];
const SIZE_ROUNDS = 5;
const MAX_BATCHES = 300;

const STORED = [0, 100_000, 300_000, 1_000_000];
const STORED_ROUNDS = 5;

const GIFTS = 6_000;

/** Gifts a second at some points of an axis. */
export type Curve = { at: number; perSecond: Figure }[];

export type RatesResult = {
  byBatchSize: Curve;
  /** In batches as the worker makes them. */
  byGiftsStored: Curve;
};

type Issuing = { db: Db; url: string; keys: KeyRing; company: BenchCompany };

/** How the rate of one hot department depends on the size of a batch, and on the number of gifts that are stored already. */
export async function measureRates(
  postgres: BenchPostgres,
  { sizes = BATCH_SIZES, stored = STORED } = {},
): Promise<RatesResult> {
  const url = await postgres.createDatabase('bench_rates');
  const db = await openMigrated(url);
  try {
    const issuing = { db, url, keys: createKeyRing([newKey()]), company: await makeCompany(db) };
    const result = {
      byBatchSize: await rateBySize(issuing, sizes),
      byGiftsStored: await rateByStored(issuing, stored),
    };
    print('gifts on one hot department, in batches of', result.byBatchSize);
    print(`gifts in batches of ${BATCH_SIZE}, beside so many stored ones`, result.byGiftsStored);
    return result;
  } finally {
    await db.destroy();
  }
}

async function rateBySize(issuing: Issuing, sizes: readonly number[]): Promise<Curve> {
  const variants = sizes.map((size) => ({
    name: String(size),
    measure: () => issue(issuing, Math.min(Math.ceil(GIFTS / size), MAX_BATCHES) * size, size),
  }));
  const figures = await inRounds(variants, SIZE_ROUNDS);
  return sizes.map((size) => ({ at: size, perSecond: figures[String(size)] ?? figureOf([]) }));
}

async function rateByStored(issuing: Issuing, levels: readonly number[]): Promise<Curve> {
  const curve: Curve = [];
  let filled = 0;
  for (const at of levels) {
    if (at > filled)
      await fillStoredGifts(issuing.url, issuing.company, { first: filled, count: at - filled });
    filled = at;
    const samples: number[] = [];
    for (let round = 0; round <= STORED_ROUNDS; round += 1) {
      const rate = await issue(issuing, GIFTS, BATCH_SIZE);
      if (round > 0) samples.push(rate);
    }
    curve.push({ at, perSecond: figureOf(samples) });
  }
  return curve;
}

async function issue({ db, keys, company }: Issuing, gifts: number, batchSize: number): Promise<number> {
  const ids = await queueRecognitions({ db, keys }, company.organization.id, gifts);
  return issueInBatches({ db, keys }, ids, batchSize);
}

function print(title: string, curve: Curve): void {
  const lines = curve.map(({ at, perSecond }) => ({ name: at.toLocaleString('en-US'), figure: perSecond }));
  printTable(title, 'a second', lines);
}
