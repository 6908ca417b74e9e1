import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { codeOf } from '#src/kit/errors.ts';
import { WrongSetup } from '#src/kit/wrong-setup.ts';
import { findRights } from './find-rights.ts';
import { closeFunctions, grantRights } from './grant-rights.ts';
import { withMigrationLock } from './migration-lock.ts';
import type { Db, Reader } from './schema.ts';

const FOLDER = fileURLToPath(new URL('../../../migrations/', import.meta.url));

/** Whoever waits for a table's lock makes everybody wait who comes after: better to let them pass and try again. */
const LOCK_TIMEOUT = '3s';
const LOCKED = '55P03';
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000];

/**
 * `ran`: the migrations that ran. `newer`: those of a newer Largesse, which the database has and we do not know. `hasGranted`:
 * whether a role was given other rights than it had.
 */
export type Migrated = { ran: string[]; newer: string[]; hasGranted: boolean };

export type MigrateOptions = {
  /** The role that Largesse works as, if another one owns the tables: it is granted what it needs in the same transaction. */
  grantTo?: string | undefined;
  lockTimeout?: string;
  pausesMs?: readonly number[];
};

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
 * in use, and tries again for about half a minute. Where the schema is newer than this Largesse, rights stay as they are.
 *
 * @throws `SchemaLocked` when a table stays in use.
 * @throws `WrongSetup` when there is something to migrate, and the tables belong to another role.
 */
export async function migrate(
  db: Db,
  { grantTo, lockTimeout = LOCK_TIMEOUT, pausesMs = PAUSES_MS }: MigrateOptions = {},
): Promise<Migrated> {
  const ours = await readMigrations(lockTimeout);
  const newer = await listNewer(db, Object.keys(ours));
  const role = newer.length === 0 ? grantTo : undefined;
  await checkOwner(db, ours);
  for (const pauseMs of [...pausesMs, undefined]) {
    try {
      return { ...(await runPending(db, { ...ours, ...nothingFor(newer) }, role)), newer };
    } catch (error) {
      if (codeOf(error) !== LOCKED) throw new Error('the database could not be migrated', { cause: error });
      if (pauseMs === undefined) throw new SchemaLocked({ cause: error });
      await sleep(pauseMs);
    }
  }
  throw new Error('the last try neither succeeded nor failed');
}

async function runPending(
  db: Db,
  migrations: Record<string, Migration>,
  role: string | undefined,
): Promise<Omit<Migrated, 'newer'>> {
  return withMigrationLock(db, async (one) => {
    const { error, results = [] } = await migrator(one, migrations).migrateToLatest();
    if (error !== undefined) throw error;
    const ran = results.map((result) => result.migrationName);
    if (ran.length > 0) await closeFunctions(one);
    return { ran, hasGranted: role !== undefined && (await grantMissing(one, role)) };
  });
}

/** Kysely hides why it was refused behind a fault of its own. */
async function checkOwner(db: Db, migrations: Record<string, Migration>): Promise<void> {
  const { rows } = await sql<{ role: string; isOwner: boolean }>`
    select current_user as role,
           has_schema_privilege(current_schema(), 'create') and coalesce(
             (select pg_has_role(relowner, 'usage') from pg_class where oid = to_regclass('organization')), true) as "isOwner"`.execute(
    db,
  );
  const [session] = rows;
  if (!session || session.isOwner || (await listPending(db, migrations)).length === 0) return;
  throw new WrongSetup({
    what: `${session.role} may not change the tables of this database`,
    fix: 'Run: largesse migrate, with MIGRATION_DATABASE_URL set to the same database for the role that owns them',
  });
}

async function grantMissing(owner: Reader, role: string): Promise<boolean> {
  const { isOwner, missing, extra } = await findRights(owner, role);
  if (isOwner || missing.length + extra.length === 0) return false;
  await grantRights(owner, role);
  return true;
}

/** The migrations this version needs that the database lacks. */
export async function listPendingMigrations(db: Db): Promise<string[]> {
  return listPending(db, await readMigrations(LOCK_TIMEOUT));
}

async function listPending(db: Db, migrations: Record<string, Migration>): Promise<string[]> {
  const all = await migrator(db, migrations).getMigrations();
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
