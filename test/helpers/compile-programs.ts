import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What tests run as programs of their own, and import into those. */
const PROGRAMS = [
  'src/cli/main.ts',
  'test/embedded-postgres/hold-server.ts',
  'test/helpers/end-with-parent.ts',
  'test/jobs/doomed-caller.ts',
  'test/jobs/doomed-worker.ts',
  'test/usecases/reward/doomed-buyer.ts',
];

/** Packages that read files of theirs, and what they share with us. */
const NOT_BUNDLED = ['bullmq', 'ioredis', 'pg', 'mjml', '@resvg/resvg-js'];

/** What packages in CommonJS load others by. */
const REQUIRE = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`;

/**
 * Compiles the programs that tests start into `folder/dist`, each with the packages that it loads in a few files: they start in a
 * third of the time that they take from their sources, which tests do a hundred times. What is published is tried by the test of
 * the package.
 */
export async function compilePrograms(folder: string): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: PROGRAMS,
    outbase: ROOT,
    outdir: join(folder, 'dist'),
    // As deep as the files that find others from where they are.
    chunkNames: 'src/shared/[name]-[hash]',
    bundle: true,
    splitting: true,
    external: NOT_BUNDLED,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['source'],
    // Logs name the classes of errors.
    keepNames: true,
    banner: { js: REQUIRE },
    tsconfig: join(ROOT, 'tsconfig.json'),
    logLevel: 'error',
  });
  await cp(join(ROOT, 'migrations'), join(folder, 'migrations'), { recursive: true });
  await writeFile(join(folder, 'package.json'), await readFile(join(ROOT, 'package.json')));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
}
