import { sql } from 'kysely';
import { CALLED, NOT_READ, ONLY_READ, REFUSING, RIGHTS, SEQUENCES, type TableRights } from './rights.ts';
import type { Reader } from './schema.ts';

/**
 * Gives a role what Largesse needs in `public`, and takes everything else there from it and from everybody. Only what the
 * running role may grant is changed: the others' tables and functions in the schema stay as they are.
 *
 * Run it in a transaction, so that no process is without its rights in between.
 */
export async function grantRights(owner: Reader, role: string): Promise<void> {
  const to = sql.id(role);
  const tables = Object.entries<TableRights>(RIGHTS);
  const relations = [...tables.map(([name]) => name), ...ONLY_READ, ...REFUSING, ...NOT_READ];
  const sequences = await listSequences(owner);
  await sql`revoke all on table ${namesOf(relations)} from public, ${to}`.execute(owner);
  await sql`revoke all on sequence ${namesOf(sequences)} from public, ${to}`.execute(owner);
  await sql`grant select on table ${namesOf([...Object.keys(RIGHTS), ...ONLY_READ, ...REFUSING])} to ${to}`.execute(
    owner,
  );
  for (const [table, rights] of tables) await grantOn(owner, { table, rights, role });
  for (const [name, verbs] of Object.entries(SEQUENCES))
    await sql`grant ${sql.raw(verbs.join(', '))} on sequence ${nameOf(name)} to ${to}`.execute(owner);
  for (const { name, signature } of await listFunctions(owner)) {
    await sql`revoke all on function ${sql.raw(signature)} from ${to}`.execute(owner);
    if (CALLED.includes(name))
      await sql`grant execute on function ${sql.raw(signature)} to ${to}`.execute(owner);
  }
  await grantSchema(owner, role);
}

/**
 * Keeps everybody from calling our functions: on a table of somebody's own, the function of a trigger would write what it is told,
 * some of them in the owner's name.
 */
export async function closeFunctions(owner: Reader): Promise<void> {
  for (const { signature } of await listFunctions(owner))
    await sql`revoke all on function ${sql.raw(signature)} from public`.execute(owner);
}

async function listFunctions(owner: Reader): Promise<{ name: string; signature: string }[]> {
  const { rows } = await sql<{ name: string; signature: string }>`
    select proname as name, oid::regprocedure::text as signature
      from pg_proc where ${isOurs('pg_proc', 'pro')}`.execute(owner);
  return rows;
}

async function listSequences(owner: Reader): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relkind = 'S' and ${isOurs('pg_class', 'rel')}`.execute(owner);
  return rows.map(({ name }) => name);
}

/** Made by our migrations: not an extension's, nor anybody else's in the same schema. */
function isOurs(catalog: 'pg_class' | 'pg_proc', prefix: 'rel' | 'pro') {
  return sql.raw(`${prefix}namespace = 'public'::regnamespace
    and ${prefix}owner = (select c.relowner from pg_class c where c.oid = 'public.organization'::regclass)
    and not exists (select from pg_depend d where d.classid = '${catalog}'::regclass and d.objid = ${catalog}.oid and d.deptype = 'e')`);
}

function nameOf(relation: string) {
  return sql.id('public', relation);
}

function namesOf(relations: readonly string[]) {
  return sql.join(relations.map((name) => nameOf(name)));
}

async function grantOn(
  owner: Reader,
  { table, rights, role }: { table: string; rights: TableRights; role: string },
): Promise<void> {
  const { insert, update, delete: deletes } = rights;
  const columns = Array.isArray(update) ? sql` (${sql.join(update.map((name) => sql.id(name)))})` : sql``;
  const verbs = [
    ...(insert ? [sql`insert`] : []),
    ...(update ? [sql`update${columns}`] : []),
    ...(deletes ? [sql`delete`] : []),
  ];
  if (verbs.length === 0) return;
  await sql`grant ${sql.join(verbs)} on table ${nameOf(table)} to ${sql.id(role)}`.execute(owner);
}

/** A table of one's own, temporary ones too, could stand in for one of ours. */
async function grantSchema(owner: Reader, role: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(owner);
  const database = sql.id(rows[0]?.name ?? '');
  await sql`revoke create on schema public from public, ${sql.id(role)}`.execute(owner);
  await sql`grant usage on schema public to ${sql.id(role)}`.execute(owner);
  await sql`revoke temporary, create on database ${database} from public, ${sql.id(role)}`.execute(owner);
}
