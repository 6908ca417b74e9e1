import { execFile } from 'node:child_process';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '#test/helpers/read-imports.ts';

const execute = promisify(execFile);

/** Builds the program as it is installed, in a folder of its own. Returns the file that Node.js runs. */
export async function buildProgram(folder: string): Promise<string> {
  const dist = join(folder, 'dist');
  await mkdir(folder);
  await execute('npx', ['tsc', '-p', 'tsconfig.json', '--outDir', dist, '--noEmit', 'false'], { cwd: ROOT });
  await cp(join(ROOT, 'migrations'), join(dist, 'migrations'), { recursive: true });
  await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return join(dist, 'src/cli/main.js');
}
