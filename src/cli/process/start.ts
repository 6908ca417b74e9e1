import { once } from 'node:events';
import type { Command } from 'commander';
import { type Config, configFrom, readEnv } from '#src/config.ts';
import { openLog } from '#src/cli/kit/open-log.ts';
import type { ProcessRole, Running } from '#src/process/main.ts';
import type { Core } from '#src/process/open-core.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { loadLargesse, print, Refused, WrongUse } from '#src/cli/kit/context.ts';
import { forceEnd, onEndSignal } from '#src/cli/kit/on-end-signal.ts';

const ROLES = ['web', 'chat', 'worker'] as const satisfies ProcessRole[];

/**
 * `largesse start`: runs until SIGTERM, Ctrl-C or the end of its terminal. A signal during startup closes what is
 * already open, in order.
 */
export function addStart(program: Command): void {
  commandOf(program, 'start')
    .option('--role <roles>', `one or more of ${ROLES.join(', ')}, separated by commas`, 'all')
    .addHelpText('after', '\nExample:\n  largesse start --role web,chat')
    .action(async ({ role }: { role: string }) => {
      const roles = rolesFrom(role);
      const config = configFor(roles);
      const end = listenForEnd();
      const { openCore, runLargesse } = await loadLargesse();
      const log = openLog(config.logLevel, roles.join());
      const core = await openCore(config, { log, allowFollower: false });
      if (end.aborted) return core.close();
      const running = await runLargesse(core, roles).catch(async (error: unknown) => {
        await core.close();
        throw error;
      });
      if (!end.aborted) {
        greet(core, running, roles);
        await once(end, 'abort');
      }
      await running.stop();
    });
}

function rolesFrom(text: string): readonly ProcessRole[] {
  if (text === 'all') return ROLES;
  return text.split(',').map((name) => {
    const role = ROLES.find((known) => known === name.trim());
    if (!role) throw new WrongUse(`--role takes ${ROLES.join(', ')} or all, not “${name}”`);
    return role;
  });
}

/**
 * The playground lives in one process: with fewer roles, Largesse has nobody to talk to without a real platform or mail
 * server.
 */
function configFor(roles: readonly ProcessRole[]): Config {
  const config = configFrom(readEnv());
  if (!config.hasPlayground || roles.length === ROLES.length) return config;
  if (config.mail.kind === 'smtp') return { ...config, hasPlayground: false };
  throw new Refused(
    'The playground needs all roles in one process. Leave --role out, or configure Slack, Discord or SMTP_URL',
  );
}

function greet({ config, platformIds }: Core, { web, health }: Running, roles: readonly ProcessRole[]): void {
  print(`Largesse is running: ${roles.join(', ')}`);
  print(`  chat      ${platformIds.join(', ') || 'none'}`);
  print(`  database  ${config.database.kind === 'embedded' ? `embedded, in ${config.dir}` : 'DATABASE_URL'}`);
  print(`  queue     ${config.queue.kind === 'redis' ? 'REDIS_URL' : 'in the database'}`);
  print(`  mail      ${mailText(config)}`);
  if (web) print(`  web       ${web.url}`);
  if (health) print(`  health    ${health.url}/readyz`);
  if (web && config.hasPlayground) print(`\nTry it: ${web.url}/playground`);
}

function mailText({ mail, hasPlayground }: Config): string {
  if (mail.kind === 'smtp') return 'SMTP_URL';
  return hasPlayground ? 'kept in the process, for the playground' : 'none: set SMTP_URL to send mail';
}

function listenForEnd(): AbortSignal {
  const end = new AbortController();
  onEndSignal(() => {
    forceEnd(1);
    end.abort();
  });
  return end.signal;
}
