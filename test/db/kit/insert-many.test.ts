import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { selectOf } from '#src/db/kit/insert-many.ts';
import { createTestDatabase } from '#test/helpers/database.ts';

const database = await createTestDatabase();
afterAll(database.drop);

type Row = { name: string | null; amount: bigint; at: Date | null; detail: fc.JsonValue };

/** Rows as Postgres has them, their order included. */
async function readBack(listed: readonly Row[]): Promise<Row[]> {
  const select = selectOf<'activity', Row>(listed, {
    kind: ['text', ({ name }) => name],
    gift_id: ['bigint', ({ amount }) => amount],
    at: ['timestamptz', ({ at }) => at],
    detail: ['jsonb', ({ detail }) => JSON.stringify(detail)],
  });
  const { rows } = await sql<Row>`select * from (${select}) listed (name, amount, at, detail)`.execute(
    database.db,
  );
  return rows;
}

// Postgres keeps no NUL and no half of a surrogate pair, in text or in JSON.
const texts = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0') && text.isWellFormed());
const awkward = fc.constantFrom(
  '',
  'null',
  'NULL',
  '{}',
  '"',
  '\\',
  '\\n',
  'a\nb',
  '\t',
  '{"a,b"}',
  '\u0007',
  '’',
  '🎁',
);
const rows: fc.Arbitrary<Row> = fc.record({
  name: fc.option(fc.oneof(awkward, texts)),
  amount: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  at: fc.option(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })),
  detail: fc.oneof(awkward, fc.record({ text: texts }), fc.constant(null), fc.integer()),
});

describe('rows sent as a column’s arrays', () => {
  it('reach Postgres as they were, in their order, whatever is in them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rows, { minLength: 1, maxLength: 12 }), async (listed) => {
        expect(await readBack(listed)).toEqual(listed);
      }),
      { numRuns: 60 },
    );
  });

  it('reach it also when each is as the other', async () => {
    const row = { name: 'launch', amount: 5n, at: null, detail: 'a\nb' };

    expect(await readBack([row, row, row])).toEqual([row, row, row]);
  });
});
