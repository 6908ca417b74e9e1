import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Editors save in several steps, and git changes many files at once: a change counts when it has been calm for so long. */
const CALM_MS = 40;

export type WatchOptions = {
  root: string;
  /** Paths from the root. Folders that are made in them later are watched too. */
  folders: readonly string[];
  /** Which files count, such as `/\.ts$/`; an editor's swap files do not. */
  names: RegExp;
  signal: AbortSignal;
};

/**
 * Gives the files that were saved, moved or deleted since it was last asked, as paths from the root, until the signal comes.
 *
 * Each folder has a watcher of its own: Node 20 on Linux loses a file when an editor saves it by putting another in its place.
 */
export async function* watchFolders({ root, folders, names, signal }: WatchOptions) {
  const watchers = new Map<string, FSWatcher>();
  const changed = new Set<string>();
  let wake: () => void = ignore;

  function watchAll(folder: string): void {
    if (watchers.has(folder)) return;
    const watcher = watch(folder, (_event, name) => note(folder, name));
    watcher.on('error', () => forget(folder));
    watchers.set(folder, watcher);
    for (const name of foldersIn(folder)) watchAll(join(folder, name));
  }

  function note(folder: string, name: string | null): void {
    if (name === null || !names.test(name)) return lookAgain(folder);
    changed.add(relative(root, join(folder, name)));
    wake();
  }

  /** What has no file's name is perhaps a folder that was made or has gone. */
  function lookAgain(folder: string): void {
    for (const name of foldersIn(folder)) watchAll(join(folder, name));
  }

  function forget(folder: string): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  }

  signal.addEventListener('abort', () => wake(), { once: true });
  try {
    for (const folder of folders) watchAll(join(root, folder));
    while (!signal.aborted) {
      if (changed.size === 0) await new Promise<void>((resolve) => (wake = resolve));
      await untilCalm(changed);
      if (!signal.aborted) yield take(changed);
    }
  } finally {
    for (const folder of watchers.keys()) forget(folder);
  }
}

async function untilCalm(changed: ReadonlySet<string>): Promise<void> {
  for (let seen = -1; seen !== changed.size; ) {
    seen = changed.size;
    await sleep(CALM_MS);
  }
}

function take(changed: Set<string>): string[] {
  const files = [...changed];
  changed.clear();
  return files;
}

function ignore(): void {}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch {
    return []; // It has gone meanwhile.
  }
}
