import { afterAll, expect, it } from 'vitest';
import { countTries } from '#src/db/kit/rate-limit.ts';
import { createTestDatabase } from '#test/helpers/database.ts';

const database = await createTestDatabase();
afterAll(database.drop);

it('counts tries at once one by one', async () => {
  const limit = { name: 'tries', most: 2, windowMs: 60_000 };

  const counted = await Promise.all([1, 2, 3].map(() => countTries(database.db, limit, 'somebody')));

  expect(counted.filter(({ isOver }) => isOver)).toHaveLength(1);
  expect(new Set(counted.filter(({ isOver }) => !isOver).map(({ left }) => left))).toEqual(new Set([0, 1]));
});
