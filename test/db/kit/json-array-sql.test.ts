import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  jsonArraySql,
  jsonItemsSql,
  neverNull,
  number,
  string,
  unescaped,
  words,
} from '#src/db/kit/json-array-sql.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ isEmpty: true });
});
afterAll(() => database.drop());

const ODD_WORDS = [
  '',
  'plain',
  'grüße 🎁',
  'say "hi"',
  'back\\slash',
  'C:\\u0001',
  'a\nb\tc',
  '\u0001\u007f',
  null,
];
const ODD_ROWS = ODD_WORDS.flatMap((first) => ODD_WORDS.map((second) => ({ first, second })));

async function textsOf(query: string): Promise<unknown[]> {
  const firsts = ODD_ROWS.map(({ first }) => first);
  const seconds = ODD_ROWS.map(({ second }) => second);
  const { rows } = await sql<{ text: string }>`
    select ${sql.raw(query)} as text from unnest(${firsts}::text[], ${seconds}::text[]) with ordinality t (a, b, n) order by n`.execute(
    database.db,
  );
  return rows.map(({ text }) => text);
}

it('writes an array letter by letter as Postgres does, whatever stands in it', async () => {
  const array = jsonArraySql([
    words('a'),
    neverNull(number('n')),
    string('b'),
    unescaped(`md5(a)`),
    words('b'),
    neverNull(unescaped('n::text')),
  ]);

  expect(await textsOf(array)).toEqual(await textsOf(`json_build_array(a, n, b, md5(a), b, n::text)::text`));
});

it('writes items without their brackets', async () => {
  const items = jsonItemsSql([string('a'), number('n'), words('b')]);

  expect(await textsOf(`'[' || ${items} || ']'`)).toEqual(await textsOf('json_build_array(a, n, b)::text'));
});

it('writes nothing where what is never null is null', async () => {
  const texts = await textsOf(jsonArraySql([neverNull(words('a')), number('n')]));

  expect(texts.map((text) => text === null)).toEqual(ODD_ROWS.map(({ first }) => first === null));
});
