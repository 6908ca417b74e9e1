import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
/** Twice what a run writes at the most. */
const ROOM_BYTES = 4 * 2 ** 30;

/**
 * A folder for all that a run of tests writes, which everybody may enter: in memory where there is room. Tests make and remove a
 * thousand files for each database, and a disk that others use too is what they would wait for.
 */
export async function makeRunFolder(): Promise<string> {
  return (await tryInMemory()) ?? makeIn(tmpdir());
}

async function tryInMemory(): Promise<string | undefined> {
  if (!existsSync(MEMORY) || freemem() < ROOM_BYTES) return undefined;
  const { bavail, bsize } = await statfs(MEMORY);
  if (bavail * bsize < ROOM_BYTES) return undefined;
  const folder = await makeIn(MEMORY);
  if (await canRunPrograms(folder)) return folder;
  await rm(folder, { recursive: true });
  return undefined;
}

/** Containers often forbid it there, and tests start programs that they have copied. */
async function canRunPrograms(folder: string): Promise<boolean> {
  const program = join(folder, 'program');
  await writeFile(program, '#!/bin/sh\n', { mode: 0o755 });
  const { status } = spawnSync(program);
  await rm(program);
  return status === 0;
}

/** Postgres refuses root and is run as another user then, who must be able to enter. */
async function makeIn(parent: string): Promise<string> {
  const folder = await mkdtemp(join(parent, 'largesse-run-'));
  await chmod(folder, 0o755);
  return folder;
}
