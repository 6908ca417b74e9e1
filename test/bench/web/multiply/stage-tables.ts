import type { Client } from 'pg';
import { BASE, rowsOf, type Space } from './copies.ts';

/** A table whose rows are copied. `texts`: what stands in columns that must differ; ids are found by what they name. */
export type Staged = { table: string; columns: readonly StagedColumn[] };

export type StagedColumn = {
  name: string;
  type: string;
  /** Of an id: what it belongs to in all rows, or that this differs from row to row, and stands in another column. */
  space?: Space | 'by row' | undefined;
};

/** What gifts and purchases grow from, each with its time and with what its rows belong to. */
const ROOTS: Record<string, { at: string; space: string }> = {
  person: { at: `'-infinity'::timestamptz`, space: `'person'` },
  recognition: { at: 't.created_at', space: `'gift'` },
  gift: { at: 't.created_at', space: `'gift'` },
  approval: { at: 't.requested_at', space: `'gift'` },
  checkout: { at: 't.made_at', space: `'gift'` },
  account: {
    at: `'-infinity'::timestamptz`,
    space: `case when t.kind = 'held' then 'gift' when t.kind in ('wallet_gift', 'wallet_promo') then 'person' end`,
  },
  entry: {
    at: 't.occurred_at',
    space: `case when t.subject_type in ('gift', 'checkout', 'refund') then 'gift' end`,
  },
  activity: {
    at: 't.at',
    space: `case when t.gift_id is not null or t.kind ~ '^(approval|checkout)[.]' then 'gift' when t.kind ~ '^person[.]' then 'person' end`,
  },
};

/** What hangs on others without a foreign key: whole statements are checked instead. */
const UNLINKED: readonly Child[] = [
  { table: 'code', parent: 'gift', join: 'p.organization_id = t.organization_id and p.id = t.gift_id' },
  { table: 'delivery', parent: 'gift', join: 'p.organization_id = t.organization_id and p.id = t.gift_id' },
  { table: 'posting', parent: 'entry', join: 'p.organization_id = t.organization_id and p.id = t.entry_id' },
];

/** The order in which rows came, where the order of time does not say it. */
const PLACES: Record<string, string> = { posting: 't.id', activity: 't.number' };

/** Puts the rows aside that are to be copied: with their time, their place and what they belong to. Gives their tables. */
export async function stageTables(client: Client): Promise<Staged[]> {
  await client.query(`create schema ${BASE}`);
  for (const [table, { at, space }] of Object.entries(ROOTS)) await stage(client, table, { at, space });
  for (const { table, parent, join } of await listChildren(client)) {
    await stage(client, table, {
      at: 'p.bench_at',
      space: 'p.bench_space',
      from: `join ${BASE}.${parent} p on ${join}`,
    });
  }
  const tables = await listStaged(client);
  await nameSpaces(client, tables);
  const staged: Staged[] = [];
  for (const table of tables) staged.push({ table, columns: await columnsOf(client, table) });
  return staged;
}

type Stage = { at: string; space: string; from?: string };

async function stage(client: Client, table: string, { at, space, from = '' }: Stage): Promise<void> {
  await client.query(`
    create table ${BASE}.${table} as
    select t.*, ${at} as bench_at, ${space} as bench_space,
           row_number() over (order by ${at}, ${PLACES[table] ?? 't.ctid'})::integer as bench_place
      from public.${table} t ${from}`);
  await client.query(`create index on ${BASE}.${table} (bench_at)`);
  await client.query(`analyze ${BASE}.${table}`);
}

type Child = { table: string; parent: string; join: string };

/** The tables that hang on those, however far away, each after the one it hangs on; what hangs on people or accounts alone does not grow. */
async function listChildren(client: Client): Promise<Child[]> {
  const found: Child[] = [...UNLINKED];
  const links = await rowsOf<Child>(
    client,
    `
    select r.relname as "table", f.relname as parent, links.condition as "join"
      from pg_constraint k
      join pg_class r on r.oid = k.conrelid
      join pg_class f on f.oid = k.confrelid
     cross join lateral (
       select string_agg(format('p.%I = t.%I', theirs.attname, own.attname), ' and ') as condition
         from unnest(k.conkey, k.confkey) pair (own, theirs)
         join pg_attribute own on own.attrelid = k.conrelid and own.attnum = pair.own
         join pg_attribute theirs on theirs.attrelid = k.confrelid and theirs.attnum = pair.theirs) links
     where k.contype = 'f' and k.connamespace = 'public'::regnamespace
     order by r.relname, k.conname`,
  );
  const known = new Set([...Object.keys(ROOTS), ...UNLINKED.map(({ table }) => table)]);
  const grown = new Set([...known].filter((table) => table !== 'person' && table !== 'account'));
  for (;;) {
    const next = links.find(({ table, parent }) => grown.has(parent) && !known.has(table));
    if (!next) return found;
    known.add(next.table);
    grown.add(next.table);
    found.push(next);
  }
}

/** Those with most rows first. */
async function listStaged(client: Client): Promise<string[]> {
  const rows = await rowsOf<{ table: string }>(
    client,
    `select relname as "table" from pg_class where relnamespace = '${BASE}'::regnamespace and relkind = 'r'
      order by reltuples desc, relname`,
  );
  return rows.map(({ table }) => table);
}

/** Says of each id that is copied what it belongs to. */
async function nameSpaces(client: Client, tables: readonly string[]): Promise<void> {
  await client.query(`create table ${BASE}.space_of (id uuid primary key, space text)`);
  for (const table of tables) {
    if (!(await idColumnsOf(client, table)).includes('id')) continue;
    // Some things have the id of what they are for.
    await client.query(
      `insert into ${BASE}.space_of select id, bench_space from ${BASE}.${table} where bench_space is not null on conflict do nothing`,
    );
  }
  await client.query(`analyze ${BASE}.space_of`);
}

async function idColumnsOf(client: Client, table: string): Promise<string[]> {
  const columns = await columnTypesOf(client, table);
  return columns.filter(({ type }) => type === 'uuid').map(({ name }) => name);
}

/** Those that can be written. */
async function columnTypesOf(client: Client, table: string): Promise<StagedColumn[]> {
  return rowsOf<StagedColumn>(
    client,
    `
    select attname as name, format_type(atttypid, null) as type from pg_attribute
     where attrelid = 'public.${table}'::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
  );
}

async function columnsOf(client: Client, table: string): Promise<StagedColumn[]> {
  const columns: StagedColumn[] = [];
  for (const { name, type } of await columnTypesOf(client, table)) {
    columns.push({ name, type, ...(type === 'uuid' && { space: await spaceIn(client, table, name) }) });
  }
  return columns;
}

/** What the ids in a column belong to, as far as their rows are copied. */
async function spaceIn(client: Client, table: string, column: string): Promise<StagedColumn['space']> {
  const found = await rowsOf<{ space: Space | null }>(
    client,
    `
    select distinct s.space from ${BASE}.${table} t left join ${BASE}.space_of s on s.id = t.${column}
     where t.${column} is not null and t.bench_space is not null`,
  );
  if (found.length <= 1) return found[0]?.space ?? undefined;
  await client.query(`alter table ${BASE}.${table} add column ${column}_space text`);
  await client.query(`
    update ${BASE}.${table} t set ${column}_space = s.space from ${BASE}.space_of s where s.id = t.${column}`);
  return 'by row';
}
