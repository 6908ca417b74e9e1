import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** The operating system user that runs Postgres, when it is not the one that runs Node. */
export type RunAs = { uid: number; gid: number; name: string };

/** The access needed to a path's last part; the user must be able to pass every folder above it. */
export type Access = 'enter' | 'read';

export function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

/** The user to run a new cluster as: our own, unless we are root, which Postgres refuses. */
export async function chooseRunAs(): Promise<RunAs | undefined> {
  if (!isRoot()) return undefined;
  const users = await readUsers();
  const chosen =
    users.find((user) => user.name === 'postgres') ?? users.find((user) => user.name === 'nobody');
  if (chosen) return chosen;
  throw new EmbeddedPostgresError(
    'Postgres does not run as root and there is no user postgres or nobody: add one (useradd postgres), start as another user, or set DATABASE_URL.',
  );
}

/** The user that owns an existing cluster. Postgres only runs as the owner of its data. */
export async function ownerOfCluster(cluster: string): Promise<RunAs | undefined> {
  const { uid, gid } = await stat(cluster);
  if (uid === process.geteuid?.() || process.platform === 'win32') return undefined;
  const name = (await readUsers()).find((user) => user.uid === uid)?.name ?? String(uid);
  if (isRoot()) return { uid, gid, name };
  throw new EmbeddedPostgresError(
    `The database in ${cluster} belongs to the user ${name}: start as ${name} or as root, or set LARGESSE_DIR to another folder.`,
  );
}

/** Whether the mode bits of a path and of every folder above it let the user through. */
export async function canReach(path: string, user: RunAs, access: Access): Promise<boolean> {
  const place = await realpath(path);
  if (!(await isAllowed(place, user, access))) return false;
  for (let folder = dirname(place); ; folder = dirname(folder)) {
    if (!(await isAllowed(folder, user, 'enter'))) return false;
    if (folder === dirname(folder)) return true;
  }
}

async function isAllowed(path: string, user: RunAs, access: Access): Promise<boolean> {
  const { mode, uid, gid } = await stat(path);
  const bit = access === 'enter' ? 0o1 : 0o4;
  if (uid === user.uid) return (mode & (bit << 6)) !== 0;
  if (gid === user.gid) return (mode & (bit << 3)) !== 0;
  return (mode & bit) !== 0;
}

async function readUsers(): Promise<RunAs[]> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n');
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid && !name.startsWith('#') ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}
