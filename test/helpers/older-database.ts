import { readdir, readFile } from 'node:fs/promises';
import { Migrator, sql } from 'kysely';
import type { Db } from '#src/db/kit/schema.ts';

const FOLDER = new URL('../../migrations/', import.meta.url);

/** Gives an empty database the schema that it had once: up to a migration and with it. */
export async function migrateUpTo(db: Db, last: string): Promise<void> {
  const names = (await readdir(FOLDER)).map((file) => file.replace(/\.sql$/u, '')).toSorted();
  const files = names
    .filter((name) => name <= last)
    .map(async (name) => {
      const text = await readFile(new URL(`${name}.sql`, FOLDER), 'utf8');
      return [name, { up: async () => void (await sql.raw(text).execute(db)) }] as const;
    });
  const migrations = Object.fromEntries(await Promise.all(files));
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  }).migrateToLatest();
  if (error) throw error;
}

/** Copies every row that an older schema has a table for, in the columns that it has. */
export async function copyRows(from: Db, to: Db): Promise<void> {
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'migration%'`.execute(
    to,
  );
  await to.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    for (const { name } of tables) {
      const table = sql.table(name);
      const { rows } = await sql<{ text: string }>`
        select coalesce(json_agg(t), '[]')::text as text from ${table} t`.execute(from);
      await sql`
        insert into ${table} overriding system value
        select * from json_populate_recordset(null::${table}, ${rows[0]?.text}::json)`.execute(tx);
    }
    await sql`select setval('posting_id_seq', (select max(id) from posting))`.execute(tx);
  });
}
