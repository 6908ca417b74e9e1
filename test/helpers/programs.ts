import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askDesk, hasDesk } from './desk.ts';

/** How Node runs files of this project as programs of their own. */
export type Programs = {
  /** The folder that they stand in. */
  root: string;
  /** What Node is given before a file. */
  flags: readonly string[];
  /** Where a program is that is named by its source, such as `src/cli/main.ts`. */
  pathOf: (source: string) => string;
};

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const FROM_SOURCE: Programs = {
  root: ROOT,
  flags: ['--import', 'tsx', '--conditions=source'],
  pathOf: (source) => join(ROOT, source),
};

let found: Promise<Programs> | undefined;

/** The programs as they were compiled for this run of tests; as their sources where this is none. */
export function findPrograms(): Promise<Programs> {
  found ??= hasDesk() ? compiled() : Promise.resolve(FROM_SOURCE);
  return found;
}

/** What Node is given to run the `largesse` program. */
export async function largesseProgram(): Promise<string[]> {
  const { flags, pathOf } = await findPrograms();
  return [...flags, pathOf('src/cli/main.ts')];
}

async function compiled(): Promise<Programs> {
  const root = await askDesk('programs');
  return {
    root,
    flags: [],
    pathOf: (source) => join(root, 'dist', source.replace(/\.tsx?$/u, '.js')),
  };
}
