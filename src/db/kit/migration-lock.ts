import {
  type Kysely,
  PostgresAdapter,
  PostgresDialect,
  PostgresIntrospector,
  type TableMetadata,
  sql,
} from 'kysely';
import { withAdvisoryLock } from './advisory-lock.ts';
import type { Db } from './schema.ts';

/** The number that Kysely locks, so that a version which leaves the lock to Kysely waits for us and we for it. */
const LOCK_ID = 3853314791062309107n;

/** Runs `work` in a transaction of its own, while nobody else migrates. */
export function withMigrationLock<T>(db: Db, work: (one: Db) => Promise<T>): Promise<T> {
  return withAdvisoryLock(db, LOCK_ID, work);
}

/** Postgres without Kysely's own lock for migrations, and with a quick look at which tables there are. */
export class LocklessPostgresDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new LocklessAdapter();
  }

  override createIntrospector(db: Kysely<unknown>): PostgresIntrospector {
    return new NameIntrospector(db);
  }
}

/** Kysely asks only whether its own tables are there, some times at each start, and to tell of all columns is slow. */
class NameIntrospector extends PostgresIntrospector {
  readonly #db: Kysely<unknown>;

  constructor(db: Kysely<unknown>) {
    super(db);
    this.#db = db;
  }

  override async getTables(): Promise<TableMetadata[]> {
    const { rows } = await sql<{ name: string }>`
      select tablename as name from pg_tables where schemaname = current_schema()`.execute(this.#db);
    return rows.map(({ name }) => ({ name, isView: false, columns: [] }));
  }
}

class LocklessAdapter extends PostgresAdapter {
  override async acquireMigrationLock(_db: Kysely<unknown>): Promise<void> {}
  override async releaseMigrationLock(_db: Kysely<unknown>): Promise<void> {}
}
