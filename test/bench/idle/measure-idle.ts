import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { BenchPostgres } from '../bench-postgres.ts';
import { processorMsOf } from '../commands/processor-time.ts';
import { type Figure, figureOf } from '../figures.ts';
import { printTable } from '../print-table.ts';
import { type IdleProgram, startIdlePrograms } from './start-idle-programs.ts';

/** `share`: of one core; `perSecond`: transactions of all kinds in its database. Medians. */
export type IdleResult = {
  postgresShare: number;
  postgresPerSecond: number;
  redisShare?: number;
  redisPerSecond?: number;
  bareShare: number;
  figures: Record<string, Figure>;
};

/** After a start there is work for a moment: the first sweep and the first seal. */
const SETTLE_MS = 30_000;
const ROUND_MS = 60_000;
const ROUNDS = 3;

type Reading = { processorMs: number; transactions: number };

/** What an idle `largesse start` costs, beside an idle Node process: all of them side by side, in the same minutes. */
export async function measureIdle(postgres: BenchPostgres): Promise<IdleResult> {
  const { programs, stop } = await startIdlePrograms(postgres);
  try {
    await sleep(SETTLE_MS);
    const rounds: Reading[][] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measureRound(postgres, programs));
    return report(programs, rounds);
  } finally {
    await stop();
  }
}

/** What each program used in a round, a second. */
async function measureRound(postgres: BenchPostgres, programs: readonly IdleProgram[]): Promise<Reading[]> {
  const startedAt = performance.now();
  const before = await read(postgres, programs);
  await sleep(ROUND_MS);
  const after = await read(postgres, programs);
  const seconds = (performance.now() - startedAt) / 1_000;
  return programs.map((_, index) => ({
    processorMs: ((after[index]?.processorMs ?? 0) - (before[index]?.processorMs ?? 0)) / seconds,
    transactions: ((after[index]?.transactions ?? 0) - (before[index]?.transactions ?? 0)) / seconds,
  }));
}

async function read(postgres: BenchPostgres, programs: readonly IdleProgram[]): Promise<Reading[]> {
  const client = new Client(postgres.url);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; count: string }>(
      'select datname as name, xact_commit + xact_rollback as count from pg_stat_database where datname is not null',
    );
    const counts = new Map(rows.map(({ name, count }) => [name, Number(count)]));
    return await Promise.all(
      programs.map(async ({ pid, database }) => ({
        processorMs: await processorMsOf(pid),
        transactions: counts.get(database) ?? 0,
      })),
    );
  } finally {
    await client.end();
  }
}

function report(programs: readonly IdleProgram[], rounds: readonly Reading[][]): IdleResult {
  const measured = programs.map(({ kind, name }, index) => {
    const readings = rounds.flatMap((round) => round[index] ?? []);
    return {
      kind,
      name,
      share: figureOf(readings.map(({ processorMs }) => processorMs / 10)),
      perSecond: figureOf(readings.map(({ transactions }) => transactions)),
    };
  });
  printTable(
    'idle, processor',
    '% of a core',
    measured.map(({ name, share }) => ({ name, figure: share })),
  );
  printTable(
    'idle, database',
    'transactions/s',
    measured.map(({ name, perSecond }) => ({ name, figure: perSecond })),
  );
  const of = Object.fromEntries(measured.map((program) => [program.kind, program]));
  return {
    postgresShare: (of['postgres']?.share.median ?? 0) / 100,
    postgresPerSecond: of['postgres']?.perSecond.median ?? 0,
    ...(of['redis'] && {
      redisShare: of['redis'].share.median / 100,
      redisPerSecond: of['redis'].perSecond.median,
    }),
    bareShare: (of['bare']?.share.median ?? 0) / 100,
    figures: Object.fromEntries(
      measured.flatMap(({ name, share, perSecond }) => [
        [`${name}, % of a core`, share],
        [`${name}, transactions/s`, perSecond],
      ]),
    ),
  };
}
