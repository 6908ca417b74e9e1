import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { askDesk } from '#test/helpers/desk.ts';
import { copyTree } from './copy-tree.ts';
import { isAlive } from './holder.ts';

/** The system and the other tests may be busy: nothing here fails for being slow. */
export const PATIENCE_MS = 120_000;

/** An empty folder that others may enter, gone after the test. */
export async function makeFolder(): Promise<string> {
  const folder = await makeTemporary();
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A folder for the data of one test, not there yet. A server that the test leaves behind is ended. */
export async function makeDataDir(): Promise<string> {
  const dataDir = join(await makeFolder(), 'data');
  onTestFinished(() => endServer(dataDir));
  return dataDir;
}

/** A folder of data as an earlier run has left it: a copy, which is there sooner than a new one. */
export async function makeUsedDataDir(): Promise<string> {
  const dataDir = await makeDataDir();
  await copyUsedData(dataDir);
  return dataDir;
}

/** Puts there what the first start of an earlier run has left, a cluster with an empty database. */
export async function copyUsedData(dataDir: string): Promise<void> {
  await copyTree(await askDesk('data'), dataDir);
}

/** Ends the server of a folder, if a test that failed has left it running. */
export async function endServer(dataDir: string): Promise<void> {
  const file = join(dataDir, 'server/cluster/postmaster.pid');
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  if (!pid || pid === process.pid || !isAlive(pid)) return;
  process.kill(pid, 'SIGQUIT');
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function makeTemporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'largesse-test-'));
  await chmod(folder, 0o755);
  return folder;
}
