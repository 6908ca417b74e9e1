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

/** Seals the postings of each organization under one seal, as versions did whose seals cover postings alone. */
export async function sealPostings(db: Db): Promise<void> {
  await sql`
    with line as (
      select p.organization_id, p.id, sha256(convert_to(json_build_array(
               p.organization_id, p.id, p.entry_id, e.kind, e.key, ${utc('e.occurred_at')}, ${utc('e.created_at')}, p.account_id,
               a.kind, a.owner_id, a.period, p.currency, p.amount, p.balance_after)::text, 'UTF8')) as leaf
        from posting p
        join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
        join account a on a.organization_id = p.organization_id and a.id = p.account_id
    ),
    made as (
      select organization_id, 1 as number, min(id) as first, max(id) as last, count(*)::integer as postings, now() as sealed_at,
             string_agg(encode(leaf, 'hex'), e'\\n' order by id) as lines,
             string_agg(int8send(id) || substring(leaf for 8), ''::bytea order by id) as marks
        from line group by organization_id
    )
    insert into seal (organization_id, number, first_posting, last_posting, postings, marks, sealed_at, hash)
    select organization_id, number, first, last, postings, marks, sealed_at,
           sha256(convert_to(json_build_array(organization_id, number, first, last, postings, ${utc('sealed_at')}, null::text)::text
                             || e'\\n' || lines, 'UTF8'))
      from made`.execute(db);
}

function utc(column: string) {
  return sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`);
}
