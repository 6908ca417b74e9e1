import { type Figure, figureOf, percentileOf } from '../figures.ts';
import { printTable } from '../print-table.ts';
import type { BenchApps } from './start-apps.ts';
import type { RunningApp } from './start-largesse.ts';

const ROUNDS = 4;
const PACE = { kind: 'pace', perSecond: 200, forMs: 5_000 } as const;

export type AcksResult = {
  /** Of the way to run Largesse whose p99 is the better one. */
  ackP50Ms: number;
  ackP99Ms: number;
  ratioToBareBoltP50: number;
  ratioToBareBoltP99: number;
  figures: Record<string, Figure>;
};

/** An app, and how long its acknowledgements took in each round, in milliseconds. */
type Timed = { name: string; app: RunningApp; rounds: number[][] };
type Quantiles = { name: string; p50: Figure; p99: Figure };

/** How long a command waits for its acknowledgement at 200 commands a second, beside an app that does nothing else. */
export async function measureAcks(apps: BenchApps): Promise<AcksResult> {
  const timed = timedApps(apps);
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const { name, app, rounds } of timed) {
      const { ackMs, lost } = await apps.slack.instruction({ ...PACE, appUrl: app.url });
      if (lost.length > 0) process.stdout.write(`${name} did not acknowledge: ${lost.join(', ')}\n`);
      if (round > 0) rounds.push(ackMs);
    }
  }
  const [bareBolt, ...largesse] = timed.map(quantilesOf);
  if (!bareBolt) throw new Error('there is nothing to compare with');
  return report(bareBolt, largesse);
}

/** The bare app comes first. */
function timedApps({ bareBolt, onRedis, onRedisApart, onPostgres }: BenchApps): Timed[] {
  const shapes = [
    ['bare Bolt', bareBolt],
    ['one process', onRedis ?? onPostgres],
    ['web and worker apart', onRedisApart],
  ] as const;
  return shapes.flatMap(([name, app]) => (app ? [{ name, app, rounds: [] }] : []));
}

function quantilesOf({ name, rounds }: Timed): Quantiles {
  const [p50, p99] = [0.5, 0.99].map((share) => figureOf(rounds.map((ackMs) => percentileOf(ackMs, share))));
  if (!p50 || !p99) throw new Error('nothing was measured');
  return { name, p50, p99 };
}

function report(bareBolt: Quantiles, largesse: readonly Quantiles[]): AcksResult {
  const lines = (['p50', 'p99'] as const).flatMap((quantile) => [
    { name: `${bareBolt.name}, ${quantile}`, figure: bareBolt[quantile], ratio: undefined },
    ...largesse.map((shape) => ({
      name: `${shape.name}, ${quantile}`,
      figure: shape[quantile],
      ratio: shape[quantile].median / bareBolt[quantile].median,
    })),
  ]);
  printTable(`acknowledgement at ${PACE.perSecond} commands a second`, 'ms', lines);
  const best = largesse.reduce((one, other) => (other.p99.median < one.p99.median ? other : one));
  return {
    ackP50Ms: best.p50.median,
    ackP99Ms: best.p99.median,
    ratioToBareBoltP50: best.p50.median / bareBolt.p50.median,
    ratioToBareBoltP99: best.p99.median / bareBolt.p99.median,
    figures: Object.fromEntries(lines.map(({ name, figure }) => [name, figure])),
  };
}
