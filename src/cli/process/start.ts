import { once } from 'node:events';
import type { Command } from 'commander';
import { isRunByNpx } from '#src/cli/kit/invocation.ts';
import { type Config, configFrom, readEnv } from '#src/config.ts';
import { openLog } from '#src/cli/kit/open-log.ts';
import type { PlatformState } from '#src/ports/platform-state.ts';
import type { ProcessRole, Running } from '#src/process/main.ts';
import { catchUnhandled } from '#src/process/catch-unhandled.ts';
import type { Core } from '#src/process/open-core.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { loadLargesse, print, printAside, Refused, UsageError } from '#src/cli/kit/context.ts';
import { forceEnd, hearForwarded, onEndSignal, onOrphaned } from '#src/cli/kit/on-end-signal.ts';

const ROLES = ['web', 'chat', 'worker'] as const satisfies ProcessRole[];

/** A command of the same machine may be at the embedded database just now. */
const PATIENCE_MS = 10_000;

/**
 * `largesse start`: runs until SIGTERM, Ctrl-C, the end of its terminal, or that of the `npx` that runs it. A signal
 * during startup closes what is already open, in order. SIGHUP without a terminal takes the keys over anew.
 */
export function addStart(program: Command): void {
  commandOf(program, 'start')
    .option('--role <roles>', `one or more of ${ROLES.join(', ')}, separated by commas`, 'all')
    .addHelpText('after', '\nExample:\n  largesse start --role web,chat')
    .action(async ({ role }: { role: string }) => {
      await run(role);
      await hearForwarded();
    });
}

async function run(role: string): Promise<void> {
  const roles = rolesFrom(role);
  const config = configFor(roles);
  const reload = { run: async () => {} };
  const end = listenForEnd(() => void reload.run());
  const { openCore, runLargesse } = await loadLargesse();
  const log = openLog(config.logLevel, roles.join());
  if (config.database.kind === 'server' && config.database.ownerUrl !== undefined) {
    const reason = 'who can read its environment can change the tables';
    log.warn({ setting: 'MIGRATION_DATABASE_URL', reason }, 'Setting is only for largesse migrate');
  }
  const { openWithoutSample } = await import('#src/process/start-anew.ts');
  const core = await openWithoutSample(() =>
    openCore(config, {
      log,
      role: roles.join(),
      allowFollower: false,
      patienceMs: PATIENCE_MS,
      onWait: (pid) => printAside(waitText(config.dir, pid)),
      signal: end,
    }),
  ).catch((error: unknown) => {
    if (error !== end.reason) throw error;
  });
  if (!core) return;
  reload.run = () => core.ring.reload();
  if (end.aborted) return core.close();
  catchUnhandled(core);
  const running = await runLargesse(core, roles).catch(async (error: unknown) => {
    await core.close();
    throw error;
  });
  const ended = end.aborted ? Promise.resolve() : once(end, 'abort');
  await Promise.race([running.platformsTried(), ended]);
  if (!end.aborted) {
    greet(core, running, roles);
    await ended;
  }
  await running.stop();
}

function waitText(dir: string, pid: number | undefined): string {
  return `Another Largesse (process ${pid ?? 'unknown'}) uses the database in ${dir}: waiting up to ${PATIENCE_MS / 1_000} s for it to end`;
}

function rolesFrom(text: string): readonly ProcessRole[] {
  if (text === 'all') return ROLES;
  return text.split(',').map((name) => {
    const role = ROLES.find((known) => known === name.trim());
    if (!role) throw new UsageError(`--role takes ${ROLES.join(', ')} or all, not “${name}”`);
    return role;
  });
}

/**
 * The playground lives in one process, and is on only where Largesse has nobody else to talk to.
 */
function configFor(roles: readonly ProcessRole[]): Config {
  const config = configFrom(readEnv());
  if (!config.hasPlayground || roles.length === ROLES.length) return config;
  throw new Refused(
    'The playground needs all roles in one process. Leave --role out, or configure Slack, Discord or SMTP_URL',
  );
}

function greet({ config, platformIds }: Core, running: Running, roles: readonly ProcessRole[]): void {
  const { web, health } = running;
  print(`Largesse is running: ${roles.join(', ')}`);
  const states = running.platformStates();
  const chats = [
    ...platformIds.map((id) => chatText(id, states[id])),
    ...config.misconfigured.map(({ platform, error }) => `${platform} (left out: ${error.message})`),
  ];
  print(`  chat      ${chats.join(', ') || 'none'}`);
  print(`  database  ${config.database.kind === 'embedded' ? `embedded, in ${config.dir}` : 'DATABASE_URL'}`);
  print(`  queue     ${config.queue.kind === 'redis' ? 'REDIS_URL' : 'in the database'}`);
  print(`  mail      ${mailText(config)}`);
  if (web) print(`  web       ${web.url}`);
  if (health) print(`  health    ${health.url}/readyz`);
  if (web && config.hasPlayground) print(`\nTry it: ${web.url}/playground`);
}

/** A platform that cannot be reached is no reason not to run: the log says more, once a minute. */
function chatText(id: string, state: PlatformState | undefined): string {
  if (!state || state.status === 'connected') return id;
  return 'trouble' in state ? `${id} (not connected: ${state.trouble.reason})` : `${id} (still connecting)`;
}

function mailText({ mail, hasPlayground }: Config): string {
  if (mail.kind === 'smtp') return 'SMTP_URL';
  return hasPlayground ? 'kept in the process, for the playground' : 'none: set SMTP_URL to send mail';
}

function listenForEnd(onHangUp: () => void): AbortSignal {
  const end = new AbortController();
  function stop(): void {
    if (end.signal.aborted) return;
    forceEnd(1);
    end.abort();
  }
  onEndSignal(stop, onHangUp);
  if (isRunByNpx()) onOrphaned(stop);
  return end.signal;
}
