import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, expect, it } from 'vitest';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { until } from '#test/helpers/until.ts';

const database = await createTestDatabase();
afterAll(database.drop);

it('is told of a freeze only when everything that had begun before it is given', async () => {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  await company.give('morgan', 'bob', '5');
  const department = await company.department('Engineering');
  const { id } = await company.ask('morgan', 'alice', '10');
  const unlock = await lockBudgets();

  const giving = core.app.recognition.issue([id]);
  await until('batch that waits for the budget', async () => (await countWaiting()) === 1);
  let isFrozen = false;
  const freezing = core.app.budget.freeze({ department, isFrozen: true, actorId: null }).then(() => {
    isFrozen = true;
  });
  await sleep(100);
  const wasFrozenBefore = isFrozen;
  await unlock();
  const { giftIds } = await giving;
  await freezing;

  expect(wasFrozenBefore).toBe(false);
  expect(giftIds).toHaveLength(1);
  expect((await company.give('morgan', 'alice', '11')).refusal?.kind).toBe('budget-frozen');
});

async function lockBudgets(): Promise<() => Promise<void>> {
  const client = new Client(database.url);
  await client.connect();
  await client.query(`begin; select from account where kind = 'budget' for update`);
  return async () => {
    await client.query('rollback');
    await client.end();
  };
}

async function countWaiting(): Promise<number> {
  const client = new Client(database.url);
  await client.connect();
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::integer as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  await client.end();
  return rows[0]?.count ?? 0;
}
