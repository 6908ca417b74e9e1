import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { explainFailure } from './explain-failure.ts';
import { programPath } from './postgres-package.ts';
import type { RunAs } from './run-as.ts';
import { serverProcessOptions } from './server-process-options.ts';

/** The role that owns everything in the embedded Postgres. */
export const SUPERUSER = 'largesse';

/**
 * Creates an empty cluster in `home/cluster` and its password in `home/password`, readable only by its owner. Throws the
 * signal's reason, when it is aborted, once nothing writes there any more.
 *
 * Uses UTF-8 with the built-in C.UTF-8 locale, so that an operating system upgrade never changes the sort order.
 */
export async function createCluster(
  nativeDir: string,
  {
    home,
    ...options
  }: { home: string; runAs: RunAs | undefined; isDurable: boolean; signal?: AbortSignal | undefined },
): Promise<void> {
  const { runAs } = options;
  const [cluster, password] = [join(home, 'cluster'), join(home, 'password')];
  await mkdir(cluster, { mode: 0o700 });
  await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
  if (runAs) for (const path of [cluster, password]) await chown(path, runAs.uid, runAs.gid);
  await chmod(cluster, 0o700);
  await runInitdb(nativeDir, { cluster, password, ...options });
}

async function runInitdb(
  nativeDir: string,
  options: {
    cluster: string;
    password: string;
    runAs: RunAs | undefined;
    isDurable: boolean;
    signal?: AbortSignal | undefined;
  },
): Promise<void> {
  const { cluster, password, runAs, isDurable, signal } = options;
  signal?.throwIfAborted();
  const args = [
    `--pgdata=${cluster}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
    ...(isDurable ? [] : ['--no-sync']),
  ];
  const child = spawn(programPath(nativeDir, 'initdb'), args, {
    ...serverProcessOptions(cluster, runAs),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  function kill(): void {
    child.kill();
  }
  signal?.addEventListener('abort', kill);
  // Names the folder that people know: this draft disappears when it fails.
  const place = dirname(dirname(cluster));
  const output = text(child.stderr);
  const exitCode: unknown = await once(child, 'exit').then(
    ([code]) => code,
    (fault: unknown) => {
      throw explainFailure({ cluster: place, fault, output: '' });
    },
  );
  signal?.removeEventListener('abort', kill);
  signal?.throwIfAborted();
  if (exitCode !== 0) throw explainFailure({ cluster: place, fault: undefined, output: await output });
}
