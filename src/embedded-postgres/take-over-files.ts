import { chmod, chown, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunAs } from './run-as.ts';

/** Whether root owns the cluster, as after root restored a backup. Postgres does not run as root. */
export async function belongsToRoot(cluster: string): Promise<boolean> {
  return (await stat(cluster)).uid === 0;
}

/** Hands the cluster and its password to the user that runs Postgres, readable by nobody else. */
export async function takeOverFiles(home: string, runAs: RunAs): Promise<void> {
  await giveTree(join(home, 'cluster'), runAs);
  await chmod(join(home, 'cluster'), 0o700);
  await giveTree(join(home, 'password'), runAs);
  await chmod(join(home, 'password'), 0o600);
}

async function giveTree(path: string, runAs: RunAs): Promise<void> {
  await chown(path, runAs.uid, runAs.gid);
  if (!(await stat(path)).isDirectory()) return;
  for (const name of await readdir(path)) await giveTree(join(path, name), runAs);
}
