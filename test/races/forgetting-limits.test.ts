import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { type CountedLimit, forgetLimitUsage, lockLimitUsage } from '#src/db/budget/limit-usage.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { until } from '#test/helpers/until.ts';
import { transactOn } from '#test/helpers/transact-on.ts';

const database = await createTestDatabase();
const { db } = database;
afterAll(database.drop);

async function isSomebodyWaiting(): Promise<boolean> {
  const { rows } = await sql`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
  return rows.length > 0;
}

it('lets rules be set beside a batch that still has limits to lock', async () => {
  const { organization } = await makeCompany(makeCore(db));
  const { id: organizationId } = organization;
  function limitOf(year: string): CountedLimit {
    const since = new Date('2026-01-01T00:00:00Z');
    const subject = organizationId;
    return { organizationId, kind: 'recipient', subject, period: year, currency: 'USD', since };
  }
  // They lie in the table the other way round.
  for (const year of ['2027', '2026']) {
    await transactOn(db, (tx) => lockLimitUsage(tx, [limitOf(year)]));
  }

  let holdsFirst = false;
  const batch = transactOn(db, async (tx) => {
    await lockLimitUsage(tx, [limitOf('2026')]);
    holdsFirst = true;
    await until('the rules to wait', isSomebodyWaiting);
    return (await lockLimitUsage(tx, [limitOf('2027')])).size;
  });
  await until('the batch to hold its first limit', () => holdsFirst);
  const forgetting = transactOn(db, async (tx) => {
    // As the planner reads where an organization has most of the rows.
    await sql`set local enable_indexscan = off`.execute(tx);
    await sql`set local enable_bitmapscan = off`.execute(tx);
    await forgetLimitUsage(tx, organizationId, 'USD');
  });
  const [locked] = await Promise.all([batch, forgetting]);

  expect(locked).toBe(1);
  const stale = await db.selectFrom('limit_usage').select('is_stale').execute();
  expect(stale).toEqual([{ is_stale: true }, { is_stale: true }]);
});
