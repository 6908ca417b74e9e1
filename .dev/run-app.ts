/** One life of the app under `npm run dev`, which tells it what to do. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { configFrom, readEnv } from '#src/config.ts';
import { createLog } from '#src/kit/log.ts';
import type { Running } from '#src/process/main.ts';
import type { Order, Ready } from './fork-app.ts';

/** When the parent was killed, we inherit its Postgres, and need a moment to notice before we may end it. */
const INHERIT_MS = 500;
const FINISH_MS = 3_000;

/** A chat platform's SDK is large: it is loaded ahead only where the platform is configured. */
const NEEDED_WHEN_SET: Record<string, string> = {
  '@slack/bolt': 'SLACK_BOT_TOKEN',
  'discord.js': 'DISCORD_TOKEN',
};

let running: Promise<Running> | undefined;
let isStopping = false;

// The terminal sends these to all its processes. The parent hears them too and says when to stop.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('message', (order: Order) => void obey(order));
process.once('disconnect', () => void endAlone());
await loadPackages();

async function obey(order: Order): Promise<void> {
  switch (order.kind) {
    case 'load':
      return void (await loadOurs());
    case 'run':
      running ??= run(order.port);
      return report(await running);
    case 'stop':
      return stop(order.withinMs);
    default:
      return order satisfies never;
  }
}

/** Packages take most of the time that a start takes, and no save changes them. One that fails is reported by who needs it. */
async function loadPackages(): Promise<void> {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { dependencies } = JSON.parse(text) as { dependencies: Record<string, string> };
  for (const name of Object.keys(dependencies)) {
    const setting = NEEDED_WHEN_SET[name];
    if (!setting || process.env[setting]) await import(name).catch(() => undefined);
  }
}

async function loadOurs() {
  const [{ openCore }, { runLargesse }] = await Promise.all([
    import('#src/process/open-core.ts'),
    import('#src/process/main.ts'),
  ]);
  return { openCore, runLargesse };
}

/** As `largesse start` does, but on the embedded Postgres of the parent, which stays when we go. */
async function run(port: number | undefined): Promise<Running> {
  const { openCore, runLargesse } = await loadOurs();
  const config = configFrom(readEnv());
  const web = { ...config.web, ...(port === undefined ? {} : { port }) };
  const core = await openCore(
    { ...config, web },
    { log: createLog(config.logLevel, { role: 'dev' }), allowFollower: true },
  );
  return runLargesse(core, ['web', 'chat', 'worker']);
}

function report({ web }: Running): void {
  const said: Ready = { kind: 'ready', port: web?.port ?? 0 };
  if (process.connected) process.send?.(said);
}

async function endAlone(): Promise<void> {
  if (!isStopping) await sleep(INHERIT_MS);
  await stop(FINISH_MS);
}

async function stop(withinMs: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  setTimeout(() => process.exit(0), withinMs);
  await running?.then((one) => one.stop()).catch(() => undefined);
  process.exit(0);
}
