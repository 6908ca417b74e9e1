import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyTree } from '../embedded-postgres/copy-tree.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache/largesse/tests');

/** All that decides what a database holds before a test writes to it. */
const SOURCES = ['migrations', 'src/embedded-postgres', 'src/db/kit', 'jobs', 'package-lock.json'];

export type Keeper = {
  /** Copies what an earlier run kept under a name to `folder`, and says whether there was any. */
  take(name: string, folder: string): Promise<boolean>;
  /** Keeps a copy of `folder` for later runs. */
  keep(name: string, folder: string): Promise<void>;
};

/** Keeps folders from one run to the next as long as nothing changes that they are made from. */
export async function keepBetweenRuns(): Promise<Keeper> {
  const mark = await fingerprint();
  const kept = join(CACHE, mark);
  return {
    async take(name, folder) {
      if (!existsSync(join(kept, name))) return false;
      await copyTree(join(kept, name), folder);
      return true;
    },
    async keep(name, folder) {
      await forgetOthers(mark);
      await mkdir(kept, { recursive: true });
      const copy = join(kept, `${name}-${randomUUID()}`);
      await copyTree(folder, copy);
      // Another run may have kept it meanwhile.
      await rename(copy, join(kept, name)).catch(() => rm(copy, { recursive: true }));
    },
  };
}

async function forgetOthers(mark: string): Promise<void> {
  if (!existsSync(CACHE)) return;
  const others = (await readdir(CACHE)).filter((name) => name !== mark);
  await Promise.all(others.map((name) => rm(join(CACHE, name), { recursive: true, force: true })));
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES) await addTo(hash, source);
  return hash.digest('hex').slice(0, 16);
}

async function addTo(hash: ReturnType<typeof createHash>, source: string): Promise<void> {
  const path = join(ROOT, source);
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => undefined);
  if (entries === undefined) return void hash.update(`${source}\n`).update(await readFile(path));
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.toSorted())
    hash.update(`${file.slice(ROOT.length)}\n`).update(await readFile(file));
}
