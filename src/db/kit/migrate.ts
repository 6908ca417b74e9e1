import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { codeOf } from '#src/kit/errors.ts';
import { withMigrationLock } from './migration-lock.ts';
import type { Db, Reader } from './schema.ts';

const FOLDER = fileURLToPath(new URL('../../../migrations/', import.meta.url));

/** Whoever waits for a table's lock makes everybody wait who comes after: better to let them pass and try again. */
const LOCK_TIMEOUT = '3s';
const LOCKED = '55P03';
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000];

/** `ran`: the migrations that ran. `newer`: those of a newer Largesse, which the database has and we do not know. */
export type Migrated = { ran: string[]; newer: string[] };

/** A table is in use, so that it cannot be altered. Nothing was changed. */
export class SchemaLocked extends Error {
  override readonly name = 'SchemaLocked';

  constructor(options: ErrorOptions) {
    const rest = 'Nothing was changed. End that transaction, or wait for it, and migrate again.';
    super(`The database was not migrated: another transaction keeps a table locked. ${rest}`, options);
  }
}

/**
 * Brings the schema up to date under a lock, all migrations in one transaction. Waits a few seconds at a time for tables
 * in use, and tries again for about half a minute.
 *
 * @throws `SchemaLocked` when a table stays in use.
 */
export async function migrate(
  db: Db,
  {
    lockTimeout = LOCK_TIMEOUT,
    pausesMs = PAUSES_MS,
  }: { lockTimeout?: string; pausesMs?: readonly number[] } = {},
): Promise<Migrated> {
  const ours = await readMigrations(lockTimeout);
  const newer = await listNewer(db, Object.keys(ours));
  for (const pauseMs of [...pausesMs, undefined]) {
    try {
      return { ran: await runPending(db, { ...ours, ...nothingFor(newer) }), newer };
    } catch (error) {
      if (codeOf(error) !== LOCKED) throw new Error('the database could not be migrated', { cause: error });
      if (pauseMs === undefined) throw new SchemaLocked({ cause: error });
      await sleep(pauseMs);
    }
  }
  throw new Error('the last try neither succeeded nor failed');
}

async function runPending(db: Db, migrations: Record<string, Migration>): Promise<string[]> {
  return withMigrationLock(db, async (one) => {
    const { error, results = [] } = await migrator(one, migrations).migrateToLatest();
    if (error !== undefined) throw error;
    return results.map((result) => result.migrationName);
  });
}

/** The migrations this version needs that the database lacks. */
export async function listPendingMigrations(db: Db): Promise<string[]> {
  const all = await migrator(db, await readMigrations(LOCK_TIMEOUT)).getMigrations();
  return all.filter((migration) => !migration.executedAt).map((migration) => migration.name);
}

/** The migrations that the database has beyond the last one that this version knows. */
export async function listNewerMigrations(db: Db): Promise<string[]> {
  return listNewer(db, Object.keys(await readMigrations(LOCK_TIMEOUT)));
}

async function listNewer(db: Reader, ours: readonly string[]): Promise<string[]> {
  const last = ours.toSorted().at(-1) ?? '';
  const { rows: tables } = await sql<{ table: string | null }>`
    select to_regclass('migration')::text as table`.execute(db);
  if (!tables[0]?.table) return [];
  const { rows } = await sql<{ name: string }>`select name from migration`.execute(db);
  return rows.flatMap(({ name }) => (name > last ? [name] : [])).toSorted();
}

/** Kysely takes a migration that it knows nothing of for a sign of corruption. */
function nothingFor(names: readonly string[]): Record<string, Migration> {
  return Object.fromEntries(names.map((name) => [name, { up: () => Promise.resolve() }]));
}

function migrator(db: Db, migrations: Record<string, Migration>): Migrator {
  return new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
    disableTransactions: true,
  });
}

async function readMigrations(lockTimeout: string): Promise<Record<string, Migration>> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.sql'));
  const entries = files.map(async (file): Promise<[string, Migration]> => {
    const text = await readFile(FOLDER + file, 'utf8');
    async function up(db: Kysely<unknown>): Promise<void> {
      await sql`select set_config('lock_timeout', ${lockTimeout}, true)`.execute(db);
      await sql.raw(text).execute(db);
    }
    return [file.slice(0, -'.sql'.length), { up }];
  });
  return Object.fromEntries(await Promise.all(entries));
}
