import { readFile, symlink } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { z } from 'zod';
import { codeOf } from '#src/kit/errors.ts';

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Creates the library links that npm packages cannot contain. The package's install script would make them, but npm
 * does not run such scripts by default. Safe to repeat and to run in two processes at once.
 *
 * Throws the file system's fault when it cannot write a missing link.
 */
export async function linkLibraries(nativeDir: string): Promise<void> {
  for (const { source, target } of await readLinks(nativeDir)) {
    const link = resolve(nativeDir, '..', target);
    await linkOnce(relative(dirname(link), resolve(nativeDir, '..', source)), link);
  }
}

/** The listed paths start with `native/`, so they are relative to the folder above. */
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
