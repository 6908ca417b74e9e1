import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { foldText } from '#src/domain/kit/fold.ts';
import { createTestDatabase } from '#test/helpers/database.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const LAST = 0x1_0000;
const STEP = 0x400;
/** Letters that Unicode got after the oldest Postgres that we run on. */
const YOUNG = new Set([0xa7f1]);

/** Each letter, alone and beside others, so that no fold depends on what stands there. */
function textsFrom(first: number): string[] {
  const codes = Array.from({ length: STEP }, (_, index) => first + index);
  return codes
    .filter((code) => code > 0 && (code < 0xd800 || code > 0xdfff) && !YOUNG.has(code))
    .map((code) => `Ax ${String.fromCodePoint(code)}I`);
}

describe('the folding of names and addresses', () => {
  it('is the same in the database as in the program, for every letter', async () => {
    for (let first = 0; first < LAST; first += STEP) {
      const texts = textsFrom(first);
      if (texts.length === 0) continue;
      const { rows } = await sql<{ folded: string }>`
        select fold_text(t.text) as folded from unnest(${texts}::text[]) with ordinality t (text, at) order by t.at`.execute(
        database.db,
      );
      expect(rows.map(({ folded }) => folded)).toEqual(texts.map(foldText));
    }
  });

  it.each([
    ['Köln', 'Ko\u0308ln'],
    ['Engineering', 'Engineering\u200B'],
    ['İpek@example.com', 'i\u0307pek@EXAMPLE.com'],
    ['Anna  Lena', ' anna\u00A0lena '],
    ['ＡＬＩＣＥ', 'alice'],
    ['ΟΔΟΣ', 'οδος'.replace('ς', 'σ')],
  ])('takes %j for %j', (one, other) => {
    expect(foldText(one)).toBe(foldText(other));
  });
});
