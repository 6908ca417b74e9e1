import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { byteaArray, uuidArray } from '#src/db/kit/array-parameters.ts';
import { createTestDatabase } from '#test/helpers/database.ts';

const database = await createTestDatabase();
afterAll(database.drop);

async function readBack(ids: readonly (string | null)[]): Promise<(string | null)[]> {
  const { rows } = await sql<{ id: string | null }>`
    select id from unnest(${uuidArray(ids)}::uuid[]) with ordinality listed (id, place) order by place`.execute(
    database.db,
  );
  return rows.map(({ id }) => id);
}

describe('an array of UUIDs', () => {
  it('reaches Postgres as it was, in its order, with nulls where there is none', async () => {
    const lists = fc.array(fc.option(fc.uuid()), { maxLength: 20 });

    await fc.assert(
      fc.asyncProperty(lists, async (ids) => {
        expect(await readBack(ids)).toEqual(ids);
      }),
      { numRuns: 30 },
    );
  });

  it('reads capital letters', async () => {
    const id = randomUUID();

    expect(await readBack([id.toUpperCase()])).toEqual([id]);
  });

  it.each([
    '',
    'x',
    '0190a6c0-0000-7000-8000-00000000000g',
    `${randomUUID()}0`,
    randomUUID().replaceAll('-', ''),
  ])('is not made of “%s”', (text) => {
    expect(() => uuidArray([text])).toThrow('is not a UUID');
  });
});

describe('an array of bytes', () => {
  it('reaches Postgres as it was, whatever the lengths, with nulls where there is none', async () => {
    const lists = fc.array(fc.option(fc.uint8Array({ maxLength: 40 })), { maxLength: 20 });

    await fc.assert(
      fc.asyncProperty(lists, async (values) => {
        const { rows } = await sql<{ value: Buffer | null }>`
          select value from unnest(${byteaArray(values)}::bytea[]) with ordinality listed (value, place) order by place`.execute(
          database.db,
        );
        expect(rows.map(({ value }) => value && new Uint8Array(value))).toEqual(values);
      }),
      { numRuns: 30 },
    );
  });
});
