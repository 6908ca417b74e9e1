import { type Kysely, PostgresAdapter, PostgresDialect } from 'kysely';
import { withAdvisoryLock } from './advisory-lock.ts';
import type { Db } from './schema.ts';

/** The number that Kysely locks, so that a version which leaves the lock to Kysely waits for us and we for it. */
const LOCK_ID = 3853314791062309107n;

/** Runs `work` in a transaction of its own, while nobody else migrates. */
export function withMigrationLock<T>(db: Db, work: (one: Db) => Promise<T>): Promise<T> {
  return withAdvisoryLock(db, LOCK_ID, work);
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
