import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A name that cannot be a migration's; the message says what can. */
export class BadMigrationName extends Error {
  override readonly name = 'BadMigrationName';
}

const HEAD = `-- What: …
-- Why: …
--
-- Forward only, in one transaction, while an older version of the program works on the same tables: add first, remove in a later
-- release. Say each thing once: alter what is there rather than state it again.
-- A lock on a busy table waits behind whoever reads it, and everybody else behind the lock. Give up soon, it can be run again:
set local lock_timeout = '5s';

`;

/**
 * Writes the next numbered file into a folder of migrations. Gives its path.
 *
 * @throws BadMigrationName when the name is not like `what-it-does`, or is taken.
 */
export function makeMigration(folder: string, name: string): string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u.test(name)) {
    throw new BadMigrationName(
      `“${name}” is no name for a migration. Write it like gifts-keep-their-occasion`,
    );
  }
  const known = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  const namesake = known.find((file) => file.replace(/^\d+-/u, '') === `${name}.sql`);
  if (namesake)
    throw new BadMigrationName(`There is ${namesake} already. Landed migrations are never edited`);
  const path = join(folder, `${nextNumber(known)}-${name}.sql`);
  writeFileSync(path, HEAD, { flag: 'wx' });
  return path;
}

/** One more than the highest: a gap, left by a branch that never landed, stays one. */
function nextNumber(files: readonly string[]): string {
  const highest = Math.max(0, ...files.map((file) => Number.parseInt(file, 10)));
  return String(highest + 1).padStart(4, '0');
}
