import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lightly } from '#src/db/kit/light-write.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('a light write', () => {
  it('does not wait for the disk, and the next statement of its connection does', async () => {
    const told = await database.db.connection().execute(async (one) => {
      await sql`set synchronous_commit = on`.execute(one);
      const { rows } = await sql<{ set_config: string }>`
        insert into rate_limit (key, points, expire) values ('k', 1, 2) returning ${lightly}`.execute(one);
      const after = await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(one);
      await sql`reset synchronous_commit`.execute(one);
      return [rows[0]?.set_config, after.rows[0]?.synchronous_commit];
    });

    expect(told).toEqual(['off', 'on']);
  });
});
