import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { tableName } from '#src/chat/cards/table-name.ts';
import { PERSONAL_DATA } from '#src/db/people/personal-data.ts';
import { createWords } from '#src/words/words.ts';
import { createTestDatabase } from '#test/helpers/database.ts';

const database = await createTestDatabase();
afterAll(database.drop);

type Column = { name: string; columns: string[]; hasSalt: boolean };

/** Of each table, the columns that can hold a text, a document or a picture. */
async function listTexts(): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select t.table_name as name,
           coalesce(array_agg(c.column_name::text order by c.ordinal_position) filter (
             where c.data_type in ('text', 'character varying', 'json', 'jsonb', 'bytea')
                or (c.data_type = 'ARRAY' and c.udt_name in ('_text', '_varchar'))), '{}') as columns,
           bool_or(c.column_name = 'salt') as "hasSalt"
      from information_schema.tables t join information_schema.columns c using (table_schema, table_name)
     where t.table_schema = 'public' and t.table_type = 'BASE TABLE' and t.table_name not like 'migration%'
     group by 1 order by 1`.execute(database.owner);
  return rows;
}

const tables = await listTexts();

describe('what is known about people', () => {
  it('names every table', () => {
    expect(Object.keys(PERSONAL_DATA).toSorted()).toEqual(tables.map(({ name }) => name));
  });

  it.each(tables)('says of every text in $name whether it goes, or why it stays', ({ name, columns }) => {
    const {
      becomes = {},
      byStep = [],
      stays = {},
      isDeleted,
    } = PERSONAL_DATA[name as keyof typeof PERSONAL_DATA];
    const decided = new Set([...Object.keys(becomes), ...byStep, ...Object.keys(stays)]);
    const undecided = isDeleted ? [] : columns.filter((column) => !decided.has(column) && column !== 'salt');
    expect(undecided).toEqual([]);
  });

  it('has a word for every table that a preview names', () => {
    const shown = Object.entries(PERSONAL_DATA).filter(([, { about }]) => about !== undefined);
    const unnamed = shown.filter(([name]) => tableName(createWords(), name) === name);
    expect(unnamed.map(([name]) => name)).toEqual([]);
  });

  it('gives a reason for whatever stays', () => {
    const reasons = Object.values(PERSONAL_DATA).flatMap(({ stays = {} }) => Object.values(stays));
    expect(reasons.filter((reason) => reason.length < 3)).toEqual([]);
  });

  it('makes the salt anew where a text with a digest in the record goes', () => {
    const withoutSalt = tables.filter(({ name, hasSalt }) => {
      const table = PERSONAL_DATA[name as keyof typeof PERSONAL_DATA];
      return hasSalt && table.becomes && !table.hasSalt;
    });
    expect(withoutSalt).toEqual([]);
  });
});
