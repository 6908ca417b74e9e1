import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { connect } from '#src/db/kit/connect.ts';
import { type CountedLimit, lockLimitUsage } from '#src/db/budget/limit-usage.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { transactOn } from '#test/helpers/transact-on.ts';

const database = await createTestDatabase();
const core = makeCore(database.db);
const pool = connect({ url: database.url, poolSize: 24 }, core.log);
afterAll(async () => {
  await pool.destroy();
  await database.drop();
});

it('counts limits that many batches begin and lock at once, and nobody waits in a circle', async () => {
  const { organization } = await makeCompany(core);
  const since = new Date('2026-01-01T00:00:00Z');
  const limits = Array.from({ length: 90 }, (): CountedLimit => {
    const name = { kind: 'recipient' as const, subject: randomUUID(), period: '2026', currency: 'USD' };
    return { ...name, organizationId: organization.id, since };
  });
  function lock(wanted: readonly CountedLimit[]) {
    return transactOn(pool, async (tx) => (await lockLimitUsage(tx, wanted)).size);
  }

  // Half of them are counted already.
  await lock(limits.filter((_limit, index) => index % 2 === 0));
  const batches = Array.from({ length: 180 }, (_, index) =>
    limits.filter((_limit, at) => Math.abs(at - index / 2) < 8),
  );
  const sizes = await Promise.all(batches.map(lock));

  expect(sizes).toEqual(batches.map(({ length }) => length));
});
