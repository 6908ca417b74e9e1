import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Config, configFrom } from '#src/config.ts';
import { createLog } from '#src/log.ts';
import { leaveOnSignal, loadLargesse, print } from './context.ts';
import { type DemoStep, playDemo } from './play-demo.ts';

/** `largesse demo`: the main job from chat to a redeemed code, on servers of its own that are gone afterwards. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('show the main job, from /recognize to a redeemed code, with nothing configured')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse demo --json')
    .action(async ({ json }: { json?: boolean }) => {
      const steps = await demonstrate(json ? () => undefined : printStep);
      const ok = steps.every((step) => step.ok);
      if (json) print(JSON.stringify({ ok, steps }));
      else print(ok ? '\nEverything held.' : '\nSomething did not hold: see the step marked ✗.');
      if (!ok) process.exitCode = 1;
    });
}

async function demonstrate(onStep: (step: DemoStep) => void): Promise<DemoStep[]> {
  const dir = await mkdtemp(join(tmpdir(), 'largesse-demo-'));
  const config = configFrom({
    LARGESSE_DIR: dir,
    LARGESSE_ORGANIZATION: 'Sample company',
    LOG_LEVEL: 'error',
  });
  const throwaway = { ...config, database: { kind: 'embedded' as const, isThrowaway: true } };
  try {
    return await demonstrateOn(throwaway, onStep);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function demonstrateOn(config: Config, onStep: (step: DemoStep) => void): Promise<DemoStep[]> {
  const { openCore, runLargesse } = await loadLargesse();
  const core = await openCore(config, { log: createLog(config.logLevel), allowGuest: false });
  const running = await runLargesse(core, ['chat', 'worker']).catch(async (error: unknown) => {
    await core.close();
    throw error;
  });
  const stopListening = leaveOnSignal(async () => {
    await running.stop();
    await rm(config.dir, { recursive: true, force: true });
  });
  try {
    return await playDemo(core, onStep);
  } finally {
    stopListening();
    await running.stop();
  }
}

function printStep(step: DemoStep): void {
  print(`\n${step.ok ? '✓' : '✗'} ${step.title}  (${step.ms} ms)`);
  for (const line of step.shown) print(`    ${line}`);
}
