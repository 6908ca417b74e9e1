import { parseArgs } from 'node:util';
import { measureApi } from './api/measure-api.ts';
import { type BenchPostgres, startBenchPostgres } from './bench-postgres.ts';
import { measureBulk, measureBulkRun } from './bulk/measure-bulk.ts';
import { measureCheckout } from './checkout/measure-checkout.ts';
import { measureAcks } from './commands/measure-acks.ts';
import { measureCommands } from './commands/measure-commands.ts';
import { type BenchApps, startApps } from './commands/start-apps.ts';
import { measureIdle } from './idle/measure-idle.ts';
import { measureIssue } from './issue/measure-issue.ts';
import { describeMachine } from './machine.ts';
import type { Results } from './merge-results.ts';
import { measureRates } from './rates/measure-rates.ts';
import { measureReseal } from './reseal/measure-reseal.ts';
import { measureReport } from './report/measure-report.ts';
import { saveResults } from './save-results.ts';
import { measureWallet } from './wallet/measure-wallet.ts';
import { measureWeb } from './web/measure-web.ts';
import { measureWebhooks } from './webhooks/measure-webhooks.ts';
import { measureVerify } from './verify/measure-verify.ts';

const PARTS = [
  'issue',
  'rates',
  'bulk',
  'report',
  'verify',
  'wallet',
  'web',
  'commands',
  'ack',
  'idle',
] as const;
/** Whose figures are printed, and kept nowhere. They run only where they are named. */
const EXTRA = ['reseal', 'api', 'checkout', 'webhooks'] as const;
type Part = (typeof PARTS)[number] | (typeof EXTRA)[number];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string' },
    gifts: { type: 'string' },
    keep: { type: 'string' },
    save: { type: 'boolean', default: false },
  },
});
const parts = partsFrom(positionals);
const keepIn = values.keep;
if (keepIn !== undefined && (parts.length > 1 || !['verify', 'web'].includes(parts[0] ?? ''))) {
  throw new Error('Only the books of “verify” or those of “web” can be kept.');
}
const postgres = await startBenchPostgres({ keepIn: parts.includes('verify') ? keepIn : undefined });
try {
  const machine = await describeMachine(postgres.url);
  process.stdout.write(`${Object.values(machine).join(', ')}\n`);
  const results: Results = {
    ...(parts.includes('issue') && { issue: await measureIssue(postgres) }),
    ...(parts.includes('rates') && { rates: await measureRates(postgres) }),
    ...(parts.includes('bulk') && (await measureBulkOf(postgres, values.rows))),
    ...(parts.includes('report') && { report: await measureReport(postgres) }),
    ...(parts.includes('verify') && { verify: await measureVerify(postgres, sizesFrom(values.rows)) }),
    ...(parts.includes('wallet') && { wallet: await measureWallet(postgres) }),
    ...(parts.includes('web') && { web: await measureWeb({ gifts: sizesFrom(values.gifts)?.[0], keepIn }) }),
    ...(parts.includes('idle') && { idle: await measureIdle(postgres) }),
    ...(parts.some((part) => part === 'commands' || part === 'ack') && (await measureApps(postgres))),
  };
  if (parts.includes('api')) await measureApi(postgres);
  if (parts.includes('reseal')) await measureReseal(postgres);
  if (parts.includes('checkout')) await measureCheckout(postgres);
  if (parts.includes('webhooks')) await measureWebhooks(postgres);
  const isWhole = Object.keys(results).length === PARTS.length;
  if (isWhole || (values.save && values.rows === undefined)) await saveResults({ results, machine, isWhole });
} finally {
  await postgres.stop();
}

/** Another size is for the eye only, too. */
function sizesFrom(rows: string | undefined): number[] | undefined {
  return rows === undefined ? undefined : [Number(rows)];
}

/** A file of another length is for the eye only: there is nothing to compare it with. */
async function measureBulkOf(server: BenchPostgres, rows: string | undefined): Promise<Results> {
  if (rows === undefined) return { bulk: await measureBulk(server) };
  await measureBulkRun(server, Number(rows));
  return {};
}

async function measureApps(server: BenchPostgres): Promise<Results> {
  const apps = await startApps(server);
  try {
    return await measureWith(apps);
  } finally {
    await apps.stop();
  }
}

async function measureWith(apps: BenchApps): Promise<Results> {
  return {
    ...(parts.includes('commands') && { commands: await measureCommands(apps) }),
    ...(parts.includes('ack') && { acks: await measureAcks(apps) }),
  };
}

function partsFrom(names: readonly string[]): readonly Part[] {
  if (names.length === 0) return PARTS;
  return names.map((name) => {
    const part = [...PARTS, ...EXTRA].find((known) => known === name);
    if (!part) throw new Error(`There is no part “${name}”: ${[...PARTS, ...EXTRA].join(', ')}`);
    return part;
  });
}
