import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { explainFailure } from './explain-failure.ts';
import { programPath } from './postgres-package.ts';
import { type RunningServer, removeStalePostmasterFile } from './postmaster-file.ts';
import type { RunAs } from './run-as.ts';
import { openServerLog, readServerLog } from './server-log.ts';
import { serverProcessOptions } from './server-process-options.ts';

export type LaunchOptions = {
  cluster: string;
  nativeDir: string;
  runAs: RunAs | undefined;
  settings: Record<string, string>;
  findPort: () => Promise<number>;
};

/** A freshly spawned server. `readOutput` returns what it has logged since. */
export type LaunchedServer = RunningServer & {
  /** Resolves when the server has ended, and keeps our process alive until then. */
  waitForExit(): Promise<void>;
  readOutput(): Promise<string>;
};

/** Spawns Postgres on 127.0.0.1. */
export async function launchServer(options: LaunchOptions): Promise<LaunchedServer> {
  await removeStalePostmasterFile(options.cluster);
  const port = await options.findPort();
  const log = await openServerLog(options.cluster, options.runAs);
  try {
    const logStart = (await log.stat()).size;
    const child = spawn(programPath(options.nativeDir, 'postgres'), serverArgs(options, port), {
      ...serverProcessOptions(options.cluster, options.runAs),
      stdio: ['ignore', log.fd, log.fd],
    });
    const pid = await spawned(child, options.cluster);
    return {
      pid,
      port,
      waitForExit: () => waitForExit(child),
      readOutput: () => readServerLog(options.cluster, logStart),
    };
  } finally {
    await log.close();
  }
}

function serverArgs({ cluster, settings }: LaunchOptions, port: number): string[] {
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_checkpoints: 'off',
    ...settings,
  };
  const pairs = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', cluster, '-p', String(port), ...pairs];
}

async function spawned(child: ChildProcess, cluster: string): Promise<number> {
  try {
    await once(child, 'spawn');
  } catch (fault) {
    throw explainFailure({ cluster, fault, output: '' });
  }
  child.unref();
  if (child.pid === undefined) throw new Error('a spawned process has no id');
  return child.pid;
}

function waitForExit(child: ChildProcess): Promise<void> {
  child.ref();
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
  });
}
