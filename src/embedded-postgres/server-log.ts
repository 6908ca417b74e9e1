import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunAs } from './run-as.ts';
import { codeOf } from '#src/kit/errors.ts';

const LIMIT_BYTES = 10_000_000;
const TAIL_BYTES = 4096;

/** Where the server of a cluster writes: beside it, so that the log outlives us when we are killed. */
function serverLogPath(cluster: string): string {
  return join(dirname(cluster), 'server.log');
}

/** Opens the log for a server to append to. A log that has grown long becomes `server.log.1`. */
export async function openServerLog(cluster: string, runAs: RunAs | undefined): Promise<FileHandle> {
  const path = serverLogPath(cluster);
  const log = await openOwned(path, runAs);
  const { size } = await log.stat();
  if (size < LIMIT_BYTES) return log;
  await log.close();
  await rename(path, `${path}.1`);
  return openOwned(path, runAs);
}

/** The end of what the log holds from `start` on (in bytes). Empty when there is no log. */
export async function readServerLog(cluster: string, start = 0): Promise<string> {
  try {
    return await readTail(serverLogPath(cluster), start);
  } catch (fault) {
    if (codeOf(fault) === 'ENOENT') return '';
    throw fault;
  }
}

async function readTail(path: string, start: number): Promise<string> {
  const log = await open(path, 'r');
  try {
    const { size } = await log.stat();
    const position = Math.max(start, size - TAIL_BYTES);
    const { buffer, bytesRead } = await log.read(Buffer.alloc(TAIL_BYTES), { position });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await log.close();
  }
}

/** It belongs to Postgres's user, who may be the one that starts us next time. */
async function openOwned(path: string, runAs: RunAs | undefined): Promise<FileHandle> {
  const log = await open(path, 'a', 0o600);
  if (runAs) await log.chown(runAs.uid, runAs.gid);
  return log;
}
