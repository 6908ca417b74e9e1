import { type Figure, figureOf, percentileOf } from '../figures.ts';
import { printTable } from '../print-table.ts';
import type { BenchApps } from './start-apps.ts';

const ROUNDS = 4;
const PACE = { kind: 'pace', perSecond: 100, forMs: 5_000 } as const;

export type AcksResult = {
  ackP50Ms: number;
  ackP99Ms: number;
  ratioToBareBoltP50: number;
  ratioToBareBoltP99: number;
  figures: Record<string, Figure>;
};

/** How long a command waits for its acknowledgement at 100 commands a second, beside an app that does nothing else. */
export async function measureAcks({ slack, onRedis, onPostgres, bareBolt }: BenchApps): Promise<AcksResult> {
  const largesse = onRedis ?? onPostgres;
  const samples = { largesse: [] as number[][], bareBolt: [] as number[][] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, app] of [
      ['largesse', largesse],
      ['bareBolt', bareBolt],
    ] as const) {
      const { ackMs, lost } = await slack.order({ ...PACE, appUrl: app.url });
      if (lost.length > 0) process.stdout.write(`${name} did not acknowledge: ${lost.join(', ')}\n`);
      if (round > 0) samples[name].push(ackMs);
    }
  }
  return report(samples);
}

function report(samples: { largesse: number[][]; bareBolt: number[][] }): AcksResult {
  const figures = {
    'Largesse, p50': shareOf(samples.largesse, 0.5),
    'Largesse, p99': shareOf(samples.largesse, 0.99),
    'bare Bolt, p50': shareOf(samples.bareBolt, 0.5),
    'bare Bolt, p99': shareOf(samples.bareBolt, 0.99),
  };
  const p50 = figures['Largesse, p50'].median;
  const p99 = figures['Largesse, p99'].median;
  const ratioP50 = p50 / figures['bare Bolt, p50'].median;
  const ratioP99 = p99 / figures['bare Bolt, p99'].median;
  printTable(`acknowledgement at ${PACE.perSecond} commands a second`, 'ms', [
    { name: 'Largesse, p50', figure: figures['Largesse, p50'], ratio: ratioP50 },
    { name: 'bare Bolt, p50', figure: figures['bare Bolt, p50'] },
    { name: 'Largesse, p99', figure: figures['Largesse, p99'], ratio: ratioP99 },
    { name: 'bare Bolt, p99', figure: figures['bare Bolt, p99'] },
  ]);
  return {
    ackP50Ms: p50,
    ackP99Ms: p99,
    ratioToBareBoltP50: ratioP50,
    ratioToBareBoltP99: ratioP99,
    figures,
  };
}

function shareOf(rounds: readonly number[][], share: number): Figure {
  return figureOf(rounds.map((ackMs) => percentileOf(ackMs, share)));
}
