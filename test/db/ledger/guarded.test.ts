import { afterAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { sql } from 'kysely';
import { TRACELESS_KINDS } from '#src/domain/ledger/activity-kinds.ts';
import { GUARDED, GUARDED_NAMES, type GuardedTable } from '#src/domain/ledger/guarded.ts';
import { jsonbText } from '#src/domain/ledger/jsonb-text.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { findUnsignedWrites } from '#test/helpers/guarded-writes.ts';
import { listSources } from '#test/helpers/read-imports.ts';

const database = await createTestDatabase();
const { db } = database;
afterAll(database.drop);

/** What these write is in columns that the record does not keep: where, when and under what name somebody was seen. */
const UNKEPT = [
  'src/db/people/identity.ts: saveWorkspacesSeen',
  'src/db/people/identity.ts: saveLooked',
  'src/db/people/workspace.ts: renameWorkspace',
  'src/db/session/api-token.ts: saveTokenUsed',
  'src/db/session/session.ts: saveSeen',
];

describe('activities that leave no other trace', () => {
  it('are the same for the database’s trigger as in the program', async () => {
    const { rows } = await sql<{ definition: string }>`
      select pg_get_triggerdef(oid) as definition from pg_trigger where tgname = 'activity_on_record'`.execute(
      db,
    );

    const [kinds = ''] = /ARRAY\[([^\]]*)\]/u.exec(rows[0]?.definition ?? '')?.slice(1) ?? [];
    expect(kinds.split(', ').map((kind) => kind.split("'")[1])).toEqual([...TRACELESS_KINDS]);
  });
});

describe('guarded tables', () => {
  it('are the same in the database as in the program', async () => {
    const rows = await db.selectFrom('guarded_table').selectAll().execute();

    const ours = GUARDED_NAMES.map((name) => ({ name, texts: [], ...GUARDED[name] }));
    expect(rows.toSorted(byName)).toEqual(ours.toSorted(byName));
  });

  it('each write down what changes in them', async () => {
    const { rows } = await sql<{ name: string }>`
      select tgrelid::regclass::text as name from pg_trigger
       where tgfoid = 'log_change'::regproc and tgenabled = 'O'`.execute(db);

    expect(rows.map(({ name }) => name).toSorted()).toEqual(GUARDED_NAMES.toSorted());
  });

  it.each(GUARDED_NAMES)('%s has the columns that are kept, and a key that names one row', async (name) => {
    const { keys, plain, texts = [] }: GuardedTable = GUARDED[name];
    const { rows: columns } = await sql<{ name: string }>`
      select attname as name from pg_attribute
       where attrelid = ${name}::regclass and attnum > 0 and not attisdropped`.execute(db);
    const { rows: unique } = await sql<{ columns: string[] }>`
      select array_agg(attname::text order by attname) filter (where attname <> 'organization_id') as columns
        from pg_index join pg_attribute on attrelid = indrelid and attnum = any (indkey)
       where indrelid = ${name}::regclass and indisunique group by indexrelid`.execute(db);

    const salts = texts.length > 0 ? ['salt'] : [];
    expect(columns.map((column) => column.name)).toEqual(
      expect.arrayContaining([...keys, ...plain, ...texts, ...salts]),
    );
    expect(unique.map((index) => index.columns)).toContainEqual(keys.toSorted());
  });

  it('are written in transactions that sign what was changed, and nowhere else', () => {
    const files = ['src', 'jobs', 'adapters'].flatMap((room) => listSources(room));

    expect(files.flatMap((file) => findUnsignedWrites(file))).toEqual(UNKEPT);
  });

  it.each([
    [`async function f(db: Reader) { await db.updateTable('person').set({}).execute(); }`, 1],
    ['function f(db: Db) { return sql`insert into delegation (id) values (1)`.execute(db); }', 1],
    ['const write = sql`update account set floor = null`;', 1],
    ['async function f(tx: Tx) { await sql`delete from approval_link`.execute(tx); }', 0],
    ['async function f(db: Db) { await sql`update gift set status = 1`.execute(db); }', 0],
  ])('would notice %s', (source, found) => {
    expect(findUnsignedWrites('src/db/x.ts', source)).toHaveLength(found);
  });
});

describe('the text of a JSON value', () => {
  const numbers = fc.oneof(
    fc.maxSafeInteger(),
    fc.integer({ min: -9_999_999, max: 9_999_999 }).map((cents) => cents / 100),
  );
  // The database takes no NUL, and no half of a surrogate pair.
  const text = fc.string({ unit: 'binary' }).map((given) => given.replaceAll('\0', ''));
  const key = fc.string({ unit: 'grapheme-ascii', maxLength: 12 });
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constant(null),
      fc.boolean(),
      numbers,
      text,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(key, tie('value'), { maxKeys: 6, noNullPrototype: true }),
    ),
  }));

  it('is as Postgres writes it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 20, maxLength: 60 }), async (values) => {
        const { rows } = await sql<{ text: string }>`
          select value::jsonb::text as text
            from unnest(${values.map((one) => JSON.stringify(one))}::text[]) with ordinality given (value, place)
           order by place`.execute(db);

        expect(values.map(jsonbText)).toEqual(rows.map((row) => row.text));
      }),
      { numRuns: 20 },
    );
  });

  it('leaves out what is undefined', () => {
    expect(jsonbText({ b: undefined, a: [undefined] })).toBe('{"a": [null]}');
  });
});

function byName(one: { name: string }, other: { name: string }): number {
  return one.name < other.name ? -1 : 1;
}
