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
import { must } from '#src/domain/kit/must.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import type { Clock } from '#src/ports/clock.ts';
import { type DemoStage, type DemoStep, playDemo } from './play-demo.ts';

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
  const opening = openDemo();
  try {
    return await playDemo(await opening, (step) => {
      if (isLeaving) throw new Refused('The demo was interrupted.');
      onStep(step);
    });
  } finally {
    await (await opening).close();
    stopListening();
  }
}

type OpenDemo = DemoStage & { close: () => Promise<void> };

/** A Largesse in a temporary folder that is removed when it is closed. */
async function openDemo(): Promise<OpenDemo> {
  const dir = await mkdtemp(join(tmpdir(), 'largesse-demo-'));
  try {
    let passedMs = 0;
    const clock = { now: () => new Date(Date.now() + passedMs) };
    const { core, running } = await start(configIn(dir), clock);
    let closing: Promise<void> | undefined;
    const webUrl = must(running.web, 'web server').url;
    return {
      core,
      webUrl,
      passDays(days) {
        passedMs += days * DAY_MS;
      },
      close: () => (closing ??= closeDemo(running, dir)),
    };
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    throw error;
  }
}

async function closeDemo(running: Running, dir: string): Promise<void> {
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
    PORT: '0',
  });
  return { ...config, database: { kind: 'embedded', isThrowaway: true } };
}

async function start(config: Config, clock: Clock): Promise<{ core: Core; running: Running }> {
  const { openCore, runLargesse } = await loadLargesse();
  const core = await openCore(config, { log: openLog(config.logLevel), allowFollower: false, clock });
  try {
    const running = await runLargesse(core, ['web', 'chat', 'worker']);
    // Until its platform is there, nobody belongs to a workspace.
    await running.platformsTried();
    return { core, running };
  } catch (error) {
    await core.close();
    throw error;
  }
}

function printStep(step: DemoStep): void {
  print(`\n${step.ok ? '✓' : '✗'} ${step.title}  (${step.ms} ms)`);
  for (const line of step.shown) print(`    ${line}`);
}
