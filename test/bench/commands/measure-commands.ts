import type { Figure } from '../figures.ts';
import { inRounds, type Variant } from '../in-rounds.ts';
import { printTable } from '../print-table.ts';
import type { SlackReport } from './slack-orders.ts';
import type { BenchApps } from './start-apps.ts';

const ROUNDS = 3;
const BURST = { kind: 'burst', commands: 1_000, atOnce: 50 } as const;
const SUSTAIN = { kind: 'sustain', underWay: 100, settleMs: 1_500, forMs: 4_000 } as const;

export type CommandsResult = {
  /** Null where there is no Redis. */
  redisPerSecond: number | null;
  postgresPerSecond: number;
  /** Messages a second over some seconds, on the better queue. */
  sustainedPerSecond: number;
  figures: Record<string, Figure>;
};

/** Commands a second, from the command sent to the recipient's message received. */
export async function measureCommands(apps: BenchApps): Promise<CommandsResult> {
  const queues = [
    { name: 'Redis', app: apps.onRedis },
    { name: 'Postgres', app: apps.onPostgres },
  ];
  if (!apps.onRedis)
    process.stdout.write('redis-server was not found: the queue is measured on Postgres only.\n');
  const variants = queues.flatMap(({ name, app }) => (app ? variantsOf(apps, name, app.url) : []));
  const figures = await inRounds(variants, ROUNDS);
  const postgres = figures[burstName('Postgres')];
  printTable(
    'commands, from sent to delivered',
    'a second',
    Object.entries(figures).map(([name, figure]) => ({ name, figure })),
  );
  return {
    redisPerSecond: figures[burstName('Redis')]?.median ?? null,
    postgresPerSecond: postgres?.median ?? 0,
    sustainedPerSecond: (figures[sustainName('Redis')] ?? figures[sustainName('Postgres')])?.median ?? 0,
    figures,
  };
}

function variantsOf({ slack }: BenchApps, queue: string, appUrl: string): Variant<string>[] {
  return [
    {
      name: burstName(queue),
      measure: async () => rateOf(await slack.order({ ...BURST, appUrl }), BURST.commands),
    },
    {
      name: sustainName(queue),
      measure: async () => rateOf(await slack.order({ ...SUSTAIN, appUrl })),
    },
  ];
}

function burstName(queue: string): string {
  return `${BURST.commands} at once, queue on ${queue}`;
}

function sustainName(queue: string): string {
  return `${SUSTAIN.forMs / 1000} s without a pause, queue on ${queue}`;
}

function rateOf({ messages, tookMs, lost }: SlackReport, expected = 0): number {
  if (lost.length > 0) process.stdout.write(`not acknowledged: ${lost.join(', ')}\n`);
  if (messages < expected) throw new Error(`of ${expected} messages ${messages} came`);
  return messages / (tookMs / 1000);
}
