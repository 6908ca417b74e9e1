import { parseArgs } from 'node:util';
import { type BenchPostgres, startBenchPostgres } from './bench-postgres.ts';
import { measureBulk } from './bulk/measure-bulk.ts';
import { measureAcks } from './commands/measure-acks.ts';
import { measureCommands } from './commands/measure-commands.ts';
import { type BenchApps, startApps } from './commands/start-apps.ts';
import { measureIssue } from './issue/measure-issue.ts';
import { describeMachine } from './machine.ts';
import { type Results, saveResults } from './save-results.ts';

const PARTS = ['issue', 'bulk', 'commands', 'ack'] as const;
type Part = (typeof PARTS)[number];

const DEFAULT_ROWS = '100000';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: 'string', default: DEFAULT_ROWS } },
});
const parts = partsFrom(positionals);
const postgres = await startBenchPostgres();
try {
  const machine = await describeMachine(postgres.url);
  process.stdout.write(`${Object.values(machine).join(', ')}\n`);
  const results: Results = {
    ...(parts.includes('issue') && { issue: await measureIssue(postgres) }),
    ...(parts.includes('bulk') && { bulk: await measureBulk(postgres, Number(values.rows)) }),
    ...(parts.some((part) => part === 'commands' || part === 'ack') && (await measureApps(postgres))),
    machine,
  };
  if (parts.length === PARTS.length && values.rows === DEFAULT_ROWS) await saveResults(results);
} finally {
  await postgres.stop();
}

async function measureApps(server: BenchPostgres): Promise<Partial<Results>> {
  const apps = await startApps(server);
  try {
    return await measureWith(apps);
  } finally {
    await apps.stop();
  }
}

async function measureWith(apps: BenchApps): Promise<Partial<Results>> {
  return {
    ...(parts.includes('commands') && { commands: await measureCommands(apps) }),
    ...(parts.includes('ack') && { acks: await measureAcks(apps) }),
  };
}

function partsFrom(names: readonly string[]): readonly Part[] {
  if (names.length === 0) return PARTS;
  return names.map((name) => {
    const part = PARTS.find((known) => known === name);
    if (!part) throw new Error(`There is no part “${name}”: ${PARTS.join(', ')}`);
    return part;
  });
}
