import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How Node runs files of this project as programs of their own. */
export type Programs = {
  /** The folder that they stand in. */
  root: string;
  /** What Node is given before a file. */
  flags: readonly string[];
  /** Where a program is that is named by its source, such as `src/cli/main.ts`. */
  pathOf(source: string): string;
};

/** Where a run of tests says to which folder its programs were compiled; set by the run itself. */
export const PROGRAM_DESK = 'TEST_PROGRAM_DESK';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const FROM_SOURCE: Programs = {
  root: ROOT,
  flags: ['--import', 'tsx', '--conditions=source'],
  pathOf: (source) => join(ROOT, source),
};

let found: Promise<Programs> | undefined;

/** The programs as they were compiled for this run of tests; as their sources where this is none. */
export function findPrograms(): Promise<Programs> {
  found ??= askDesk(process.env[PROGRAM_DESK]);
  return found;
}

/** What Node is given to run the `largesse` program. */
export async function largesseProgram(): Promise<string[]> {
  const { flags, pathOf } = await findPrograms();
  return [...flags, pathOf('src/cli/main.ts')];
}

async function askDesk(desk: string | undefined): Promise<Programs> {
  if (!desk) return FROM_SOURCE;
  const response = await fetch(desk);
  const root = await response.text();
  if (!response.ok) throw new Error(`the programs were not compiled: ${root}`);
  return {
    root,
    flags: [],
    pathOf: (source) => join(root, 'dist', source.replace(/\.tsx?$/u, '.js')),
  };
}
