import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Config, configFrom } from '#src/config.ts';
import { openLog } from '#src/cli/kit/open-log.ts';
import type { Running } from '#src/process/main.ts';
import type { Core } from '#src/process/open-core.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { leaveOnSignal, loadLargesse, print, Refused } from '#src/cli/kit/context.ts';
import { type DemoStep, playDemo } from './play-demo.ts';

/** `largesse demo`: plays the main job, from chat to a redeemed code, on throwaway servers. */
export function addDemo(program: Command): void {
  commandOf(program, 'demo')
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
  let isLeaving = false;
  // Listens before it creates or loads anything, because loading may block this thread.
  const stopListening = leaveOnSignal(async () => {
    isLeaving = true;
    await (await opening).close();
  });
  const opening = openStage();
  try {
    return await playDemo((await opening).core, (step) => {
      if (isLeaving) throw new Refused('The demo was interrupted.');
      onStep(step);
    });
  } finally {
    await (await opening).close();
    stopListening();
  }
}

type Stage = { core: Core; close: () => Promise<void> };

/** A Largesse in a temporary folder that is removed when it is closed. */
async function openStage(): Promise<Stage> {
  const dir = await mkdtemp(join(tmpdir(), 'largesse-demo-'));
  try {
    const { core, running } = await start(configIn(dir));
    let closing: Promise<void> | undefined;
    return { core, close: () => (closing ??= closeStage(running, dir)) };
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    throw error;
  }
}

async function closeStage(running: Running, dir: string): Promise<void> {
  try {
    await running.stop();
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function configIn(dir: string): Config {
  const config = configFrom({
    LARGESSE_DIR: dir,
    LARGESSE_ORGANIZATION: 'Sample company',
    LOG_LEVEL: 'error',
  });
  return { ...config, database: { kind: 'embedded', isThrowaway: true } };
}

async function start(config: Config): Promise<{ core: Core; running: Running }> {
  const { openCore, runLargesse } = await loadLargesse();
  const core = await openCore(config, { log: openLog(config.logLevel), allowFollower: false });
  try {
    return { core, running: await runLargesse(core, ['chat', 'worker']) };
  } catch (error) {
    await core.close();
    throw error;
  }
}

function printStep(step: DemoStep): void {
  print(`\n${step.ok ? '✓' : '✗'} ${step.title}  (${step.ms} ms)`);
  for (const line of step.shown) print(`    ${line}`);
}
