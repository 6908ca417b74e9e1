import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRights } from '#src/db/kit/find-rights.ts';
import {
  CALLED,
  NOT_READ,
  ONLY_READ,
  REFUSING,
  RIGHTS,
  SEQUENCES,
  type TableRights,
} from '#src/db/kit/rights.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { createTestDatabase } from '#test/helpers/database.ts';

const database = await createTestDatabase();
const { db, owner } = database;
afterAll(database.drop);

const TABLES = Object.entries<TableRights>(RIGHTS);
const READ = [...TABLES, ...ONLY_READ.map((name): [string, TableRights] => [name, {}])];
const FORBIDDEN = '42501';
/** Of a column that nobody writes. */
const GENERATED = '428C9';

/** What stands in `public`, of these kinds. */
async function listRelations(...kinds: string[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind::text = any (${kinds}) order by relname`.execute(
    owner,
  );
  return rows.map(({ name }) => name);
}

async function columnsOf(table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select attname as name from pg_attribute
     where attrelid = ${table}::regclass and attnum > 0 and not attisdropped`.execute(owner);
  return rows.map(({ name }) => name);
}

/** `done`, or the code of the refusal. All is taken back. */
async function tryOut(one: Db, statement: string): Promise<string> {
  const stop = new Error('taken back');
  try {
    await one.transaction().execute(async (tx) => {
      await sql.raw(statement).execute(tx);
      throw stop;
    });
  } catch (fault) {
    if (fault === stop) return 'done';
    return (fault as { code?: string }).code ?? String(fault);
  }
  return 'kept';
}

describe('the list of rights', () => {
  it('has a line for every table', async () => {
    const listed = new Set<string>([...Object.keys(RIGHTS), ...ONLY_READ, ...REFUSING, ...NOT_READ]);
    const missing = (await listRelations('r', 'p', 'v', 'm', 'f')).filter((name) => !listed.has(name));

    const advice = missing.map(
      (name) =>
        `Add to RIGHTS in src/db/kit/rights.ts what Largesse does with ${name} besides reading it: insert, update (with its columns), delete`,
    );

    expect(advice).toEqual([]);
  });

  it('has no line for what is gone', async () => {
    const [relations, sequences] = [await listRelations('r', 'p', 'v', 'm', 'f'), await listRelations('S')];

    expect(relations).toEqual(
      expect.arrayContaining([...Object.keys(RIGHTS), ...ONLY_READ, ...REFUSING, ...NOT_READ]),
    );
    expect(sequences).toEqual(expect.arrayContaining(Object.keys(SEQUENCES)));
  });

  it('is what the role of Largesse may do, no more and no less', async () => {
    expect(await findRights(db)).toEqual({
      role: 'largesse_app',
      owner: 'largesse',
      isOwner: false,
      isSuperuser: false,
      missing: [],
      extra: [],
    });
  });

  it.each(READ)('%s: each other verb is refused', async (table, { insert, update, delete: deletes }) => {
    const columns = await columnsOf(table);
    const allowed = update === true ? columns : (update ?? []);
    const tried = await Promise.all([
      tryOut(db, `select from ${table}`),
      tryOut(db, `insert into ${table} default values`),
      tryOut(db, `delete from ${table} where false`),
      tryOut(db, `truncate ${table} cascade`),
      tryOut(db, `alter table ${table} disable trigger user`),
      tryOut(db, `create trigger mine before insert on ${table} for each row execute function mine()`),
      tryOut(db, `drop table ${table}`),
    ]);
    const updated = await Promise.all(
      columns.map(async (name) => {
        const answer = await tryOut(db, `update ${table} set "${name}" = "${name}" where false`);
        return [FORBIDDEN, GENERATED].includes(answer) ? [] : [name];
      }),
    );

    const [selecting, inserting, deleting, ...others] = tried;
    expect(selecting).toBe('done');
    expect([inserting === FORBIDDEN, deleting === FORBIDDEN]).toEqual([!insert, !deletes]);
    // Emptying a table that the books refer to is refused to everybody.
    expect(others.map((code) => [FORBIDDEN, '42883', '23001'].includes(code))).toEqual(
      others.map(() => true),
    );
    expect(updated.flat().toSorted()).toEqual([...allowed].toSorted());
  });
});

describe('the role of Largesse', () => {
  it.each([
    ['create a table', 'create table mine (id int)'],
    ['create a temporary table', 'create temporary table account (balance bigint)'],
    ['create a function', `create function mine() returns int language sql as 'select 1'`],
    ['create a schema', 'create schema mine'],
    ['switch the guards off for its session', 'set session_replication_role = replica'],
    ['act as the owner', 'set role largesse'],
    ['give itself rights', 'grant largesse to largesse_app'],
    ['set a number back', `select setval('posting_id_seq', 1)`],
    ['read files of the server', `select pg_read_file('/etc/passwd')`],
    ['change what the ledger may post', `update entry_rule set sources = '{}'`],
    ['change what is kept of a table', `update guarded_table set plain = '{}'`],
    ['say that a migration ran', `insert into migration values ('9999-mine', '')`],
    [
      'write the record itself',
      `insert into change (organization_id, subject, key) values (gen_random_uuid(), 'x', 'x')`,
    ],
    ['say when the queue was migrated', `insert into bullmq.migration (version) values (9999)`],
    ['create a table for the queue', 'create table bullmq.mine (id int)'],
    ['replace a function of the queue', 'drop function bullmq.next_job_id(text)'],
  ])('cannot %s', async (_, statement) => {
    expect(await tryOut(db, statement)).toBe(FORBIDDEN);
  });

  it('is told to be the owner where it may act as it', async () => {
    expect(await findRights(owner)).toMatchObject({
      isOwner: true,
      isSuperuser: true,
      missing: [],
      extra: [],
    });
  });
});

describe('every function in the database', () => {
  type Routine = {
    name: string;
    path: string | null;
    isDefiner: boolean;
    isAggregate: boolean;
    isForAll: boolean;
  };
  let routines: Routine[];

  beforeAll(async () => {
    const { rows } = await sql<Routine>`
      select p.proname as name, prosecdef as "isDefiner", prokind = 'a' as "isAggregate",
             (select substr(setting, strpos(setting, '=') + 1) from unnest(proconfig) setting
               where setting like 'search_path=%') as path,
             exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner)))
                      where grantee = 0 and privilege_type = 'EXECUTE') as "isForAll"
        from pg_proc p where pronamespace = 'public'::regnamespace`.execute(owner);
    routines = rows;
  });

  it('looks for tables in `public` first, and in the temporary schema last', () => {
    // An aggregate has no text of its own, and names its functions by their ids.
    const loose = routines.filter(({ path, isAggregate }) => path !== 'public, pg_temp' && !isAggregate);
    const advice = loose.map(
      ({ name }) => `Write “set search_path = public, pg_temp” for ${name} into its migration`,
    );

    expect(routines.length).toBeGreaterThan(10);
    expect(advice).toEqual([]);
  });

  it('is for nobody to call but the owner, and Largesse where it does', () => {
    expect(routines.filter(({ isForAll }) => isForAll)).toEqual([]);
    expect(routines.filter(({ isDefiner }) => isDefiner).length).toBeGreaterThan(3);
  });

  it('that Largesse calls is one that there is', () => {
    expect(routines.map(({ name }) => name)).toEqual(expect.arrayContaining([...CALLED]));
  });
});

describe('a table of somebody’s own, put in front of one of ours', () => {
  it('is not what the guards look at', async () => {
    const psql = new pg.Client(database.ownerUrl);
    await psql.connect();
    try {
      // Its search path is Postgres' own, which begins with temporary tables.
      await psql.query('create temporary table account (like public.account)');
      await psql.query(`insert into account (organization_id, id, kind, owner_id, period, currency, balance, funded)
        values ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002', 'budget', gen_random_uuid(), '', 'USD', 0, 0),
               ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000003', 'outstanding', gen_random_uuid(), '', 'USD', 0, 0)`);
      await psql.query(`insert into organization (id, name, currency, time_zone)
        values ('00000000-0000-7000-8000-000000000001', 'Own', 'USD', 'UTC')`);
      await psql.query(`insert into entry (organization_id, id, kind, key, occurred_at)
        values ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000004', 'gift.issued',
                'gift.issued:00000000-0000-7000-8000-000000000005', now())`);

      const posted =
        psql.query(`insert into posting (organization_id, entry_id, account_id, currency, amount, balance_after)
        values ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000004', '00000000-0000-7000-8000-000000000002', 'USD', -5, -5),
               ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000004', '00000000-0000-7000-8000-000000000003', 'USD', 5, 5)`);

      await expect(posted).rejects.toMatchObject({ code: '23503' });
    } finally {
      await psql.end();
    }
  });
});
