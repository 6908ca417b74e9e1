import type { Command } from 'commander';
import { connect } from '#src/db/kit/connect.ts';
import { migrate } from '#src/db/kit/migrate.ts';
import { checkSession } from '#src/db/kit/session.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { openLog } from '#src/cli/kit/open-log.ts';
import { print, printJson, readConfig } from '#src/cli/kit/context.ts';

/** `largesse migrate`: migrates the database. */
export function addMigrate(program: Command): void {
  commandOf(program, 'migrate')
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgres://largesse@db/largesse largesse migrate')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: { json?: boolean }) => {
      const config = readConfig();
      if (config.database.kind === 'embedded') {
        if (json) return printJson({ migrated: [], newer: [] });
        return print('The embedded Postgres is updated whenever it starts. Nothing to do.');
      }
      const db = connect({ url: config.database.url, poolSize: 2 }, openLog(config.logLevel));
      try {
        await checkSession(db);
        const { ran, newer } = await migrate(db);
        const { migrateQueue } = await import('#jobs/queue.ts');
        if (config.queue.kind === 'postgres') await migrateQueue(config.database.url);
        if (json) return printJson({ migrated: ran, newer });
        print(ran.length === 0 ? 'The database is up to date.' : `Migrated: ${ran.join(', ')}`);
        if (newer.length > 0)
          print(`It belongs to a newer Largesse than this one, which also made: ${newer.join(', ')}`);
      } finally {
        await db.destroy();
      }
    });
}
