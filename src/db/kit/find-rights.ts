import { sql } from 'kysely';
import { CALLED, ONLY_READ, REFUSING, RIGHTS, SEQUENCES, type TableRights } from './rights.ts';
import type { Reader } from './schema.ts';

/**
 * What a role may do in Largesse's database. `missing`, `extra`: in words such as `insert on gift`, measured by what Largesse
 * needs; both are empty for a role that may change the tables themselves.
 */
export type RoleRights = {
  role: string;
  owner: string;
  isSuperuser: boolean;
  /** It is the role that owns the tables, or may act as it. */
  isOwner: boolean;
  missing: string[];
  extra: string[];
};

type Held = { object: string; verbs: string[] };

/** Reads what a role may do, by whichever way it came to it. `role`: the session's own when it is left out. */
export async function findRights(db: Reader, role?: string): Promise<RoleRights> {
  const { rows } = await sql<Omit<RoleRights, 'missing' | 'extra'>>`
    select r.rolname as role, o.rolname as owner, r.rolsuper as "isSuperuser",
           pg_has_role(r.oid, o.oid, 'member') as "isOwner"
      from pg_roles r, pg_class c join pg_roles o on o.oid = c.relowner
     where r.rolname = coalesce(${role ?? null}, current_user) and c.oid = 'public.organization'::regclass`.execute(
    db,
  );
  const [known] = rows;
  if (!known) throw new Error(`there is no role ${role}`);
  if (known.isOwner) return { ...known, missing: [], extra: [] };
  const held = await listHeld(db, known.role);
  const wanted = new Set(wantedRights());
  return {
    ...known,
    missing: [...wanted].filter((right) => !held.has(right)),
    extra: [...held].filter((right) => !wanted.has(right)),
  };
}

/** Every right that Largesse needs, in words. */
function wantedRights(): string[] {
  return [
    'usage on schema public',
    ...[...ONLY_READ, ...REFUSING].map((name) => `select on ${name}`),
    ...Object.entries<TableRights>(RIGHTS).flatMap(([name, rights]) => wantedOn(name, rights)),
    ...Object.entries(SEQUENCES).flatMap(([name, verbs]) => verbs.map((verb) => `${verb} on ${name}`)),
    ...CALLED.map((name) => `execute on ${name}`),
  ];
}

function wantedOn(name: string, { insert, update, delete: deletes }: TableRights): string[] {
  const columns = Array.isArray(update) ? update.map((column) => `update on ${name}.${column}`) : [];
  const verbs = ['select', insert && 'insert', update === true && 'update', deletes && 'delete'];
  return [...verbs.flatMap((verb) => (verb ? [`${verb} on ${name}`] : [])), ...columns];
}

async function listHeld(db: Reader, role: string): Promise<Set<string>> {
  const parts = await Promise.all([heldOnTables(db, role), heldElsewhere(db, role)]);
  return new Set(parts.flat().flatMap(({ object, verbs }) => verbs.map((verb) => `${verb} on ${object}`)));
}

const OURS = Object.keys({ ...RIGHTS, ...SEQUENCES }).concat(ONLY_READ, REFUSING);

/** Of tables, of their columns where not of the whole, and of sequences. */
async function heldOnTables(db: Reader, role: string): Promise<Held[]> {
  const { rows } = await sql<Held>`
    with ours as (
      select oid, relname as name, relkind = 'S' as is_sequence from pg_class
       where relnamespace = 'public'::regnamespace and relname = any (${OURS}) and relkind in ('r', 'p', 'v', 'S'))
    select name as object, array(
             select verb from unnest('{select,insert,update,delete,truncate,references,trigger}'::text[]) verb
              where has_table_privilege(${role}, oid, verb)) as verbs
      from ours where not is_sequence
     union all
    select name, array(
             select verb from unnest('{select,update,usage}'::text[]) verb
              where has_sequence_privilege(${role}, oid, verb))
      from ours where is_sequence
     union all
    select name || '.' || attname, array(
             select verb from unnest('{insert,update,references}'::text[]) verb
              where has_column_privilege(${role}, oid, attnum, verb) and not has_table_privilege(${role}, oid, verb))
      from ours join pg_attribute on attrelid = oid and attnum > 0 and not attisdropped
     where not is_sequence`.execute(db);
  return rows;
}

/** Of functions that write or decide, of the schema and of the database. */
async function heldElsewhere(db: Reader, role: string): Promise<Held[]> {
  const { rows } = await sql<Held>`
    select proname as object, '{execute}'::text[] as verbs
      from pg_proc p
     where pronamespace = 'public'::regnamespace and has_function_privilege(${role}, p.oid, 'execute')
       and proowner = (select relowner from pg_class where oid = 'public.organization'::regclass)
       and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
     union all
    select 'schema public', array(
             select verb from unnest('{usage,create}'::text[]) verb
              where has_schema_privilege(${role}, 'public', verb))
     union all
    select 'the database', array(
             select verb from unnest('{create,temporary}'::text[]) verb
              where has_database_privilege(${role}, current_database(), verb))`.execute(db);
  return rows;
}
