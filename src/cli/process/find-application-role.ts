import { sql } from 'kysely';
import { Refused } from '#src/cli/kit/context.ts';
import { connect } from '#src/db/kit/connect.ts';
import type { Log } from '#src/ports/log.ts';
import { asOwner } from './as-owner.ts';

type Place = { role: string; place: string };

/**
 * The role as which Largesse works, by asking: a pooler may log in as another one than the address names.
 *
 * @throws `Refused` when the owner's address leads to another database.
 */
export async function findApplicationRole(
  { url, ownerUrl }: { url: string; ownerUrl: string },
  log: Log,
): Promise<string> {
  const application = await look(url, log);
  const owner = await asOwner(() => look(ownerUrl, log));
  if (application.place === owner.place) return application.role;
  throw new Refused(
    'DATABASE_URL and MIGRATION_DATABASE_URL lead to different databases. They must differ in user and password alone',
  );
}

/** A server is told from others by when it started, to the microsecond. */
async function look(url: string, log: Log): Promise<Place> {
  const db = connect({ url, poolSize: 1 }, log);
  try {
    const { rows } = await sql<Place>`
      select current_user as role,
             oid || ' ' || extract(epoch from pg_postmaster_start_time()) as place
        from pg_database where datname = current_database()`.execute(db);
    return rows[0] as Place;
  } finally {
    await db.destroy();
  }
}
