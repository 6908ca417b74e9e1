import { type Figure, figureOf } from '../figures.ts';
import { printTable } from '../print-table.ts';
import { printProcessorTimes, type ProcessorTimes } from './print-processor-times.ts';
import { processorMsOf } from './processor-time.ts';
import type { SlackReport } from './slack-instructions.ts';
import type { BenchApps } from './start-apps.ts';
import type { RunningApp } from './start-largesse.ts';

/** A minute for the figure that counts, less for what it is compared with. */
const MINUTE_MS = 60_000;
const WHILE_MS = 15_000;
const SUSTAIN = { kind: 'sustain', underWay: 200, settleMs: 3_000 } as const;

export type CommandsResult = {
  /** Commands a second with the queue on Redis, all in one process, and web and worker apart. Null where there is no Redis. */
  redisPerSecond: number | null;
  redisApartPerSecond: number | null;
  postgresPerSecond: number;
  /** The best of them, for a minute where it is on Redis. */
  sustainedPerSecond: number;
  /** How much of what a bare Bolt app does that sends as many messages. */
  shareOfBareBolt: number;
  /** Of the best one, in milliseconds a command, all processes together. */
  processorMs: number;
  figures: Record<string, Figure>;
};

/** What an app did: messages a second, and the processor time of each process in milliseconds a command. */
type Measured = { name: string; perSecond: number; processorMs: ProcessorTimes };

/** Commands a second without a pause, from the command sent to the recipient's message received. */
export async function measureCommands(apps: BenchApps): Promise<CommandsResult> {
  if (!apps.onRedis)
    process.stdout.write('redis-server was not found: the queue is measured on Postgres only.\n');
  const bare = await measureApp(apps, 'bare Bolt, which sends a message', apps.bareSender, WHILE_MS);
  const redis =
    apps.onRedis && (await measureApp(apps, 'one process, queue on Redis', apps.onRedis, MINUTE_MS));
  const redisApart =
    apps.onRedisApart &&
    (await measureApp(apps, 'web and worker apart, queue on Redis', apps.onRedisApart, MINUTE_MS));
  const postgres = await measureApp(apps, 'one process, queue on Postgres', apps.onPostgres, WHILE_MS);
  const measured = [redis, redisApart, postgres, bare].filter((one) => one !== undefined);
  const best = (redis ? [redis, redisApart] : [postgres])
    .filter((one) => one !== undefined)
    .reduce((one, other) => (other.perSecond > one.perSecond ? other : one));
  report(measured, bare);
  return {
    redisPerSecond: redis?.perSecond ?? null,
    redisApartPerSecond: redisApart?.perSecond ?? null,
    postgresPerSecond: postgres.perSecond,
    sustainedPerSecond: best.perSecond,
    shareOfBareBolt: best.perSecond / bare.perSecond,
    processorMs: Object.values(best.processorMs).reduce((sum, ms) => sum + ms, 0),
    figures: Object.fromEntries(measured.map(({ name, perSecond }) => [name, figureOf([perSecond])])),
  };
}

function report(measured: readonly Measured[], bare: Measured): void {
  printTable(
    'commands, from sent to delivered',
    'a second',
    measured.map(({ name, perSecond }) => {
      return { name, figure: figureOf([perSecond]), ratio: perSecond / bare.perSecond };
    }),
  );
  printProcessorTimes(measured);
}

async function measureApp(apps: BenchApps, name: string, app: RunningApp, forMs: number): Promise<Measured> {
  const pids = {
    ...Object.fromEntries(app.pids.map((pid, index) => [`app, process ${index + 1}`, pid])),
    ...apps.pids,
  };
  const before = await processorTimes(pids);
  const seen = await apps.slack.instruction({ ...SUSTAIN, forMs, appUrl: app.url });
  const after = await processorTimes(pids);
  expectEachOnce(name, seen);
  const processorMs = Object.keys(pids).map((process) => {
    return [process, ((after[process] ?? 0) - (before[process] ?? 0)) / seen.typed] as const;
  });
  return {
    name,
    perSecond: seen.messages / (seen.tookMs / 1000),
    processorMs: Object.fromEntries(processorMs),
  };
}

async function processorTimes(pids: Record<string, number>): Promise<ProcessorTimes> {
  const times = Object.entries(pids).map(async ([name, pid]) => [name, await processorMsOf(pid)] as const);
  return Object.fromEntries(await Promise.all(times));
}

/** A figure is worth nothing when gifts were lost or came twice. */
function expectEachOnce(name: string, { typed, delivered, gifts, lost }: SlackReport): void {
  if (lost.length > 0)
    process.stdout.write(`${name}: ${lost.length} commands were not acknowledged in time\n`);
  if (delivered === typed && gifts === typed) return;
  throw new Error(`${name}: of ${typed} commands came ${delivered} messages about ${gifts} gifts`);
}
