import type { Command } from 'commander';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, readConfig } from '#src/cli/kit/context.ts';
import { openLog } from '#src/cli/kit/open-log.ts';
import { connect } from '#src/db/kit/connect.ts';
import { type Migrated, migrate } from '#src/db/kit/migrate.ts';
import { checkSession } from '#src/db/kit/session.ts';
import type { Finding } from '#src/ports/doctor.ts';
import type { Log } from '#src/ports/log.ts';
import { asOwner } from './as-owner.ts';
import { checkRights } from './doctor/check-rights.ts';
import { findApplicationRole } from './find-application-role.ts';

const HELP = `
With MIGRATION_DATABASE_URL, the database is changed as the role in it, which owns the tables. The role in DATABASE_URL,
as which Largesse works, is granted what it needs and no more. Keep MIGRATION_DATABASE_URL from processes that run:
nothing else reads it. Make both roles first, as in the README under “Two database roles”.

Examples:
  DATABASE_URL=postgres://largesse@db/largesse largesse migrate
  MIGRATION_DATABASE_URL=postgres://largesse_owner@db/largesse DATABASE_URL=postgres://largesse@db/largesse largesse migrate`;

/** `largesse migrate`: migrates the database, and grants Largesse's role what it needs there. */
export function addMigrate(program: Command): void {
  commandOf(program, 'migrate')
    .addHelpText('after', HELP)
    .option('--json', 'print one JSON object')
    .action(async ({ json }: { json?: boolean }) => {
      const { database, queue, logLevel } = readConfig();
      if (database.kind === 'embedded') {
        if (json) return printJson({ migrated: [], newer: [], grantedTo: null });
        return print('The embedded Postgres is updated whenever it starts. Nothing to do.');
      }
      const log = openLog(logLevel);
      const { url, ownerUrl } = database;
      const role = ownerUrl ? await findApplicationRole({ url, ownerUrl }, log) : undefined;
      const places = { url: ownerUrl ?? url, hasQueue: queue.kind === 'postgres', role };
      const { ran, newer, rights } = await (ownerUrl
        ? asOwner(() => bringUp(places, log))
        : bringUp(places, log));
      if (json) return printJson({ migrated: ran, newer, grantedTo: role ?? null });
      print(ran.length === 0 ? 'The database is up to date.' : `Migrated: ${ran.join(', ')}`);
      if (newer.length > 0)
        print(`It belongs to a newer Largesse than this one, which also made: ${newer.join(', ')}`);
      for (const { message, fix } of rights) print(`${message}.${fix ? ` ${fix}` : ''}`);
    });
}

/** `role`: the one that Largesse works as, if another one owns the tables. */
async function bringUp(
  { url, hasQueue, role }: { url: string; hasQueue: boolean; role: string | undefined },
  log: Log,
): Promise<Migrated & { rights: Finding[] }> {
  const db = connect({ url, poolSize: 2 }, log);
  try {
    await checkSession(db);
    const migrated = await migrate(db, { grantTo: role });
    if (hasQueue) {
      const { migrateQueue } = await import('#jobs/queue.ts');
      await migrateQueue(url, { grantTo: role });
    }
    const isOurs = role !== undefined && migrated.newer.length === 0;
    return { ...migrated, rights: isOurs ? await checkRights(db, role) : [] };
  } finally {
    await db.destroy();
  }
}
