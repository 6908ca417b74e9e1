import { BATCH_SIZE } from '#jobs/issue-gifts.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { createKeyRing, newKey } from '#src/kit/key-ring.ts';
import { type BenchPostgres, openMigrated } from '../bench-postgres.ts';
import type { Figure } from '../figures.ts';
import { inRounds, type Variant } from '../in-rounds.ts';
import { makeCompany } from '../make-company.ts';
import { printTable } from '../print-table.ts';
import { issueInBatches } from './issue-in-batches.ts';
import { issuePlainly } from './issue-plainly.ts';
import { queueRecognitions } from './queue-recognitions.ts';
import { findPgbench, prepareTpcb, runTpcb } from './tpcb.ts';

const ROUNDS = 5;
/** Batches that a figure is measured over, of the size of which the worker makes them. */
const BATCHES = 30;

export type IssueResult = {
  giftsPerSecond: number;
  /** Against the better of one and eight clients. */
  ratioToSingle: number;
  /** Null where there is no pgbench. */
  ratioToTpcb: number | null;
  figures: Record<string, Figure>;
};

/** How many gifts a second one hot department can give, against the obvious way and against Postgres's own benchmark. */
export async function measureIssue(postgres: BenchPostgres): Promise<IssueResult> {
  const url = await postgres.createDatabase('bench_issue');
  const db = await openMigrated(url);
  try {
    const variants = [...(await giftVariants(db, url)), ...(await tpcbVariants(postgres))];
    return report(await inRounds(variants, ROUNDS));
  } finally {
    await db.destroy();
  }
}

async function giftVariants(db: Db, url: string): Promise<Variant<string>[]> {
  const { organization } = await makeCompany(db);
  const keys = createKeyRing([newKey()]);
  function queued(count: number): Promise<string[]> {
    return queueRecognitions({ db, keys }, organization.id, count);
  }
  return [
    {
      name: BATCHED,
      measure: async () => issueInBatches({ db, keys }, await queued(BATCHES * BATCH_SIZE), BATCH_SIZE),
    },
    {
      name: 'Largesse, batches of 1',
      measure: async () => issueInBatches({ db, keys }, await queued(400), 1),
    },
    { name: PLAIN[0], measure: async () => issuePlainly({ url, keys }, await queued(600), 1) },
    { name: PLAIN[1], measure: async () => issuePlainly({ url, keys }, await queued(800), 8) },
  ];
}

const BATCHED = `Largesse, batches of ${BATCH_SIZE}`;
const PLAIN = ['one gift a transaction, 1 client', 'one gift a transaction, 8 clients'] as const;
const TPCB = ['TPC-B, 1 client', 'TPC-B, 8 clients'] as const;

async function tpcbVariants(postgres: BenchPostgres): Promise<Variant<string>[]> {
  const pgbench = findPgbench();
  if (!pgbench) {
    process.stdout.write('pgbench was not found: there is nothing of TPC-B to compare with.\n');
    return [];
  }
  const url = await postgres.createDatabase('bench_tpcb');
  await prepareTpcb(pgbench, url);
  return [
    { name: TPCB[0], measure: () => runTpcb(pgbench, url, 1) },
    { name: TPCB[1], measure: () => runTpcb(pgbench, url, 8) },
  ];
}

function report(figures: Record<string, Figure>): IssueResult {
  const giftsPerSecond = figures[BATCHED]?.median ?? 0;
  const lines = Object.entries(figures).map(([name, figure]) => ({
    name,
    figure,
    ratio: name === BATCHED ? undefined : giftsPerSecond / figure.median,
  }));
  printTable('gifts on one hot department', 'a second', lines);
  const tpcb = bestOf(figures, TPCB);
  return {
    giftsPerSecond,
    ratioToSingle: giftsPerSecond / bestOf(figures, PLAIN),
    ratioToTpcb: tpcb > 0 ? giftsPerSecond / tpcb : null,
    figures,
  };
}

function bestOf(figures: Record<string, Figure>, names: readonly string[]): number {
  return Math.max(0, ...names.map((name) => figures[name]?.median ?? 0));
}
