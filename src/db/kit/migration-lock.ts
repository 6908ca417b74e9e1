import { type Kysely, PostgresAdapter, PostgresDialect, sql } from 'kysely';
import type { Db } from './schema.ts';

/** The number that Kysely locks, so that a version which leaves the lock to Kysely waits for us and we for it. */
const LOCK_ID = 3853314791062309107n;

/**
 * Runs `work` in a transaction of its own, while nobody else migrates. The lock ends with the transaction: one of the
 * session, as Kysely takes it, would stay behind in a pooler that gives each transaction another session.
 */
export function withMigrationLock<T>(db: Db, work: (one: Db) => Promise<T>): Promise<T> {
  return db.connection().execute(async (one) => {
    await sql`begin isolation level read committed`.execute(one);
    try {
      await sql`select pg_advisory_xact_lock(${LOCK_ID})`.execute(one);
      const result = await work(one);
      await sql`commit`.execute(one);
      return result;
    } catch (error) {
      await sql`rollback`.execute(one).catch(() => undefined);
      throw error;
    }
  });
}

/** Postgres without Kysely's own lock for migrations. */
export class LocklessPostgresDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new LocklessAdapter();
  }
}

class LocklessAdapter extends PostgresAdapter {
  override async acquireMigrationLock(_db: Kysely<unknown>): Promise<void> {}
  override async releaseMigrationLock(_db: Kysely<unknown>): Promise<void> {}
}
