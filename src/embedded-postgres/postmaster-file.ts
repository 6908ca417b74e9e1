import { execFile } from 'node:child_process';
import { readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { codeOf } from '#src/kit/errors.ts';

/** A server that runs on a cluster, as its `postmaster.pid` tells. */
export type RunningServer = { pid: number; port: number };

/** The living server of a cluster, if there is one. */
export async function findRunningServer(cluster: string): Promise<RunningServer | undefined> {
  const { pid, port } = await readPostmasterFile(cluster);
  if (!pid || !port) return undefined;
  return (await isServerAlive(pid, cluster)) ? { pid, port } : undefined;
}

/**
 * Removes a `postmaster.pid` whose process id is by now something else's, as happens in a container that was
 * restarted: Postgres would refuse to start on it. One whose process is gone, Postgres removes itself.
 */
export async function removeStalePostmasterFile(cluster: string): Promise<void> {
  const { pid } = await readPostmasterFile(cluster);
  if (!pid || !isProcessAlive(pid) || (await isServerAlive(pid, cluster))) return;
  const now = await readPostmasterFile(cluster);
  if (now.pid === pid) await rm(postmasterFile(cluster), { force: true });
}

/** What a server does. `busy` is starting up, recovering or shutting down. */
export type ServerState = 'ready' | 'busy' | 'ended';

/** Asks the file, not the port: before our server has the port, a stranger may answer there. */
export async function findServerState(pid: number, cluster: string): Promise<ServerState> {
  if (!(await isServerAlive(pid, cluster))) return 'ended';
  const file = await readPostmasterFile(cluster);
  return file.pid === pid && file.status === 'ready' ? 'ready' : 'busy';
}

/** Whether the process lives and is the Postgres of this cluster. */
export async function isServerAlive(pid: number, cluster: string): Promise<boolean> {
  if (!isProcessAlive(pid)) return false;
  if (process.platform === 'win32') return true;
  return (
    (await readWorkingFolder(pid)) === cluster || (await readCommandLine(pid)).includes(`-D ${cluster} `)
  );
}

async function readPostmasterFile(cluster: string): Promise<RunningServer & { status: string }> {
  const lines = (await readIfThere(postmasterFile(cluster))).split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' };
}

function postmasterFile(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return codeOf(fault) === 'EPERM';
  }
}

/** Postgres works in its cluster's folder, wherever that was moved since. Undefined where the system does not tell us. */
async function readWorkingFolder(pid: number): Promise<string | undefined> {
  try {
    return await readlink(`/proc/${pid}/cwd`);
  } catch (fault) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(codeOf(fault) ?? '')) return undefined;
    throw fault;
  }
}

async function readCommandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return (await readIfThere(`/proc/${pid}/cmdline`)).replaceAll('\0', ' ');
  try {
    return (await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)])).stdout;
  } catch (fault) {
    if (isProcessAlive(pid)) throw fault;
    return '';
  }
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (fault) {
    if (['ENOENT', 'ESRCH'].includes(codeOf(fault) ?? '')) return '';
    throw fault;
  }
}
