import {
  chmod,
  constants,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { join } from 'node:path';
import { linkLibraries } from './link-libraries.ts';
import type { PostgresPackage } from './postgres-package.ts';
import { canReach, type RunAs } from './run-as.ts';
import { codeOf } from '#src/kit/errors.ts';

/**
 * Gives the folder to run Postgres from: npm's own where the user may read it and its library links stand or can be
 * made, else a copy in `home`, named after the version and made once.
 */
export async function prepareBinaries(
  source: PostgresPackage,
  place: { home: string; runAs: RunAs | undefined },
): Promise<string> {
  if (await isUsable(source.nativeDir, place.runAs)) return source.nativeDir;
  const copy = join(place.home, `postgres-${source.version}`);
  if (!(await exists(copy))) await copyBinaries(source.nativeDir, { home: place.home, copy });
  return join(copy, 'native');
}

async function isUsable(nativeDir: string, runAs: RunAs | undefined): Promise<boolean> {
  if (runAs && !(await canRun(nativeDir, runAs))) return false;
  try {
    await linkLibraries(nativeDir);
    return true;
  } catch (fault) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(codeOf(fault) ?? '')) return false;
    throw fault;
  }
}

/** Looks at a program, a library and a data file: npm gives all files of a kind the same mode. */
async function canRun(nativeDir: string, runAs: RunAs): Promise<boolean> {
  const programs = (await readdir(join(nativeDir, 'bin'))).map((name) => join(nativeDir, 'bin', name));
  const libraries = (await readdir(join(nativeDir, 'lib'))).map((name) => join(nativeDir, 'lib', name));
  const data = join(nativeDir, 'share', 'postgresql', 'postgres.bki');
  for (const path of programs) if (!(await canReach(path, runAs, 'enter'))) return false;
  for (const path of [...libraries, data]) if (!(await canReach(path, runAs, 'read'))) return false;
  return true;
}

/** Copied beside and renamed into place, so that nobody ever runs half a copy. */
async function copyBinaries(nativeDir: string, to: { home: string; copy: string }): Promise<void> {
  const draft = await mkdtemp(join(to.home, '.postgres-'));
  try {
    await chmod(draft, 0o755);
    await copyTree(nativeDir, join(draft, 'native'));
    await linkLibraries(join(draft, 'native'));
    await rename(draft, to.copy);
    await removeOtherCopies(to);
  } catch (fault) {
    await rm(draft, { recursive: true, force: true });
    if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(fault) ?? '')) throw fault;
  }
}

/** Copies of earlier versions: they are copied anew only while no server runs from them. */
async function removeOtherCopies({ home, copy }: { home: string; copy: string }): Promise<void> {
  const copies = (await readdir(home))
    .filter((name) => name.startsWith('postgres-'))
    .map((name) => join(home, name));
  for (const other of copies) if (other !== copy) await rm(other, { recursive: true, force: true });
}

/** Everybody may read the copy, whatever the umask was when npm unpacked the original. Static libraries stay behind. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  const entries = await readdir(from, { withFileTypes: true });
  const wanted = entries.filter((entry) => !entry.name.endsWith('.a') && entry.name !== 'pgxs');
  await Promise.all(
    wanted.map(async (entry) => {
      const [source, target] = [join(from, entry.name), join(to, entry.name)];
      if (entry.isDirectory()) return copyTree(source, target);
      if (entry.isSymbolicLink()) return symlink(await readlink(source), target);
      return copyOne(source, target);
    }),
  );
}

async function copyOne(source: string, target: string): Promise<void> {
  await copyFile(source, target, constants.COPYFILE_FICLONE);
  const { mode } = await stat(source);
  await chmod(target, mode & 0o100 ? 0o755 : 0o644);
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (fault) {
    if (codeOf(fault) === 'ENOENT') return false;
    throw fault;
  }
}
