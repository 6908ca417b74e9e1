import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '#src/embedded-postgres/find-free-port.ts';

/** A real PgBouncer, in transaction mode unless told otherwise, before a test's Postgres. */
export type PgBouncer = {
  /** The database of this name, through it. */
  urlOf(databaseUrl: string): string;
  stop(): Promise<void>;
};

const PROGRAM = 'pgbouncer';
const NOBODY = 65_534;

/** Whether this machine has a PgBouncer to test with. */
export function hasPgBouncer(): boolean {
  return spawnSync(PROGRAM, ['--version'], { env: pathWithSbin() }).status === 0;
}

/** `ignore`: settings that it drops without a word instead of refusing the connection. */
export async function startPgBouncer(
  databaseUrl: string,
  {
    ignore = [],
    poolSize = 10,
    mode = 'transaction',
  }: { ignore?: readonly string[]; poolSize?: number; mode?: 'transaction' | 'session' } = {},
): Promise<PgBouncer> {
  const dir = await mkdtemp(join(tmpdir(), 'largesse-pgbouncer-'));
  const port = await findFreePort();
  const { hostname, port: upstreamPort, username, password } = new URL(databaseUrl);
  const file = join(dir, 'pgbouncer.ini');
  await writeFile(
    file,
    `[databases]
* = host=${hostname} port=${upstreamPort} user=${username} password=${decodeURIComponent(password)}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
default_pool_size = ${poolSize}
ignore_startup_parameters = ${['extra_float_digits', ...ignore].join(', ')}
`,
  );
  await chmod(dir, 0o755);
  const server = await launch(file);
  return {
    urlOf(url) {
      const through = new URL(url);
      through.host = `127.0.0.1:${port}`;
      return through.href;
    },
    async stop() {
      if (server.exitCode === null) {
        server.kill('SIGKILL');
        await once(server, 'exit');
      }
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function launch(file: string): Promise<ChildProcess> {
  // It refuses to run as root.
  const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const stdio = ['ignore', 'ignore', 'pipe'] as const;
  const server = spawn(PROGRAM, [file], { stdio: [...stdio], env: pathWithSbin(), ...identity });
  await new Promise<void>((resolve, reject) => {
    let said = '';
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('process up')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`pgbouncer did not start:\n${said}`)));
  });
  return server;
}

/** Debian keeps it where an ordinary user's PATH does not lead. */
function pathWithSbin(): NodeJS.ProcessEnv {
  return { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` };
}
