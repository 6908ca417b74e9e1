import { readFile, symlink } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { z } from 'zod';
import { codeOf } from '#src/kit/errors.ts';

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Makes the library links that npm packages cannot hold and that the package's install script would have made;
 * npm does not run such scripts by default. Safe to repeat, and for two processes at once.
 *
 * Throws the file system's fault where a missing link cannot be written.
 */
export async function linkLibraries(nativeDir: string): Promise<void> {
  for (const { source, target } of await readLinks(nativeDir)) {
    const link = resolve(nativeDir, '..', target);
    await linkOnce(relative(dirname(link), resolve(nativeDir, '..', source)), link);
  }
}

/** The paths in the list start with `native/`, so they count from the folder above. */
async function readLinks(nativeDir: string): Promise<z.infer<typeof Links>> {
  try {
    return Links.parse(JSON.parse(await readFile(resolve(nativeDir, 'pg-symlinks.json'), 'utf8')));
  } catch (fault) {
    if (codeOf(fault) === 'ENOENT') return [];
    throw fault;
  }
}

async function linkOnce(source: string, link: string): Promise<void> {
  try {
    await symlink(source, link);
  } catch (fault) {
    if (codeOf(fault) !== 'EEXIST') throw fault;
  }
}
