import type { Config } from '#src/config.ts';
import { listNewerMigrations, listPendingMigrations } from '#src/db/kit/migrate.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { Finding } from '#src/ports/doctor.ts';

/** Whether the database has our tables in this program's version. */
export async function checkMigrations(db: Db, { database }: Config): Promise<Finding[]> {
  const subject = 'Migrations';
  const pending = await listPendingMigrations(db);
  if (pending.length === 0)
    return [{ subject, level: 'ok', message: upToDate(await listNewerMigrations(db)) }];
  if (database.kind === 'embedded') {
    return [{ subject, level: 'ok', message: `${pending.join(', ')}: applied when Largesse starts` }];
  }
  return [
    { subject, level: 'problem', message: `missing: ${pending.join(', ')}`, fix: 'Run: largesse migrate' },
  ];
}

function upToDate(newer: readonly string[]): string {
  if (newer.length === 0) return 'the database is up to date';
  return `the database belongs to a newer Largesse, which also made ${newer.join(', ')}`;
}
