import { chmod, lstat, mkdtemp, readdir, realpath, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Log } from '#src/ports/log.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { canReach, type RunAs } from './run-as.ts';
import { codeOf } from '#src/kit/errors.ts';
import { makeFolder } from '#src/kit/make-folder.ts';

/** Where root's data goes when the user that runs Postgres cannot enter the requested folder. */
export const SYSTEM_DIR = '/var/lib/largesse';

const DRAFT_PREFIX = '.new-largesse-';
const DRAFT_LIFETIME_MS = 10 * 60_000;

export type PlaceOptions = { dataDir: string; systemDir: string; runAs: RunAs | undefined; log: Log };

/** The folder with the cluster and its password, links resolved; undefined before the first start. */
export async function findHome(dataDir: string): Promise<string | undefined> {
  const entry = join(dataDir, 'server');
  if (!(await isThere(entry))) return undefined;
  try {
    return await realpath(entry);
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT') throw cause;
    throw new EmbeddedPostgresError(
      `The database of ${dataDir} is gone: ${entry} leads to a folder that no longer exists. Restore that folder, or remove ${entry} to start with an empty database.`,
      { cause },
    );
  }
}

/**
 * Creates the home: `fill` writes into a draft folder that gets its final name only when complete. If several processes
 * race, the first one's home stays and the others' drafts are removed.
 */
export async function createHome(
  options: PlaceOptions,
  fill: (draft: string) => Promise<void>,
): Promise<string> {
  const parent = await chooseParent(options);
  await removeOldDrafts(parent, options.log);
  const draft = await mkdtemp(join(parent, DRAFT_PREFIX));
  try {
    await chmod(draft, options.runAs ? 0o711 : 0o700);
    await fill(draft);
    await publish(draft, { parent, dataDir: options.dataDir });
  } catch (fault) {
    await rm(draft, { recursive: true, force: true });
    const isLate = ['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(codeOf(fault) ?? '');
    if (!isLate || !(await isThere(join(options.dataDir, 'server')))) throw fault;
  }
  return realpath(join(options.dataDir, 'server'));
}

/** Removes the cluster and the link to it. */
export async function removeHome(dataDir: string): Promise<void> {
  const home = await findHome(dataDir);
  if (home) await rm(home, { recursive: true, force: true, maxRetries: 3 });
  await rm(join(dataDir, 'server'), { recursive: true, force: true });
}

async function publish(draft: string, to: { parent: string; dataDir: string }): Promise<void> {
  const entry = join(to.dataDir, 'server');
  if (to.parent === to.dataDir) return rename(draft, entry);
  const home = join(to.parent, basename(draft).replace(DRAFT_PREFIX, 'largesse-'));
  await rename(draft, home);
  try {
    await symlink(home, entry);
  } catch (fault) {
    await rm(home, { recursive: true, force: true });
    throw fault;
  }
}

async function chooseParent({ dataDir, systemDir, runAs, log }: PlaceOptions): Promise<string> {
  await makeFolder(dataDir, runAs ? 0o711 : 0o700);
  if (!runAs || (await canReach(dataDir, runAs, 'enter'))) return dataDir;
  if (await isOpenTo(systemDir, runAs)) {
    log.info({ dataDir, systemDir }, 'Database kept in the system folder: its user cannot enter this one');
    return systemDir;
  }
  const parent = await realpath(tmpdir());
  if (!(await canReach(parent, runAs, 'enter'))) throw unreachable(dataDir, runAs);
  log.warn({ dataDir, parent }, 'Database kept in the TEMPORARY folder and may be lost: set LARGESSE_DIR');
  return parent;
}

async function isOpenTo(systemDir: string, runAs: RunAs): Promise<boolean> {
  try {
    const made = await makeFolder(systemDir);
    if (made) await chmod(systemDir, 0o711);
    return await canReach(systemDir, runAs, 'enter');
  } catch (fault) {
    if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT'].includes(codeOf(fault) ?? '')) return false;
    throw fault;
  }
}

function unreachable(dataDir: string, runAs: RunAs): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `Postgres does not run as root, and the user ${runAs.name} that it runs as cannot enter ${dataDir}: set LARGESSE_DIR to a folder that others may enter (such as /srv/largesse), or set DATABASE_URL.`,
  );
}

/**
 * Removes drafts left by killed starts. Young ones are kept: another process may still be filling them. Another process may also be
 * removing old ones at the same time, or a program of the killed start may still be writing: what cannot be removed now is left for
 * the next start.
 */
async function removeOldDrafts(parent: string, log: Log): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(DRAFT_PREFIX));
  for (const path of names.map((name) => join(parent, name))) {
    const changedAt = await changeTime(path);
    if (changedAt === undefined || Date.now() - changedAt <= DRAFT_LIFETIME_MS) continue;
    try {
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
    } catch (err) {
      log.warn(
        { err, path },
        'An unfinished database folder could not be removed: the next start tries again',
      );
    }
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await changeTime(path)) !== undefined;
}

/** In milliseconds since the epoch; undefined when nothing is there. Does not follow links. */
async function changeTime(path: string): Promise<number | undefined> {
  try {
    return (await lstat(path)).mtimeMs;
  } catch (fault) {
    if (codeOf(fault) === 'ENOENT') return undefined;
    throw fault;
  }
}
