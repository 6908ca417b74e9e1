import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { type Company, makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { until } from '#test/helpers/until.ts';

const database = await createTestDatabase();
const { db } = database;
afterAll(database.drop);

describe('what is set while gifts are decided', () => {
  it('holds for a batch that waits for it: another kind of period has its whole budget', async () => {
    const { core, company } = await start();
    const department = await company.department('Engineering');
    const { id } = await company.ask('morgan', 'alice', '10');
    const letGo = await hold(company, 'funding');

    const setting = core.app.budget.set({
      department,
      amountMinor: 90_000n,
      period: 'quarter',
      actorId: null,
    });
    await untilWaiting(1);
    const giving = core.app.recognition.issue([id]);
    await untilWaiting(2);
    await letGo();
    await setting;
    const { giftIds } = await giving;

    expect(giftIds).toHaveLength(1);
    expect(await company.left('Engineering')).toBe(89_000n);
  });

  it('counts what a batch of another department gives meanwhile: a new cap is not passed', async () => {
    const { core, company } = await start();
    const { id } = await company.ask('morgan', 'alice', '50');
    const scope = { organizationId: company.organization.id, departmentId: null, currency: 'USD' };
    const rules = { ...NO_RULES, recipientYearMinor: 10_000n };
    const letGo = await hold(company, 'budget', 'Engineering');

    const giving = core.app.recognition.issue([id]);
    await untilWaiting(1);
    const setting = core.app.budget.setRules({ scope, rules, actorId: null });
    await sleep(100);
    const beside = company.give('dana', 'alice', '20');
    await sleep(100);
    await letGo();
    await Promise.all([giving, setting, beside]);
    const { refusal } = await company.give('dana', 'alice', '30.01');

    expect(refusal).toMatchObject({ kind: 'over-cap', left: { amountMinor: '3000' } });
  });

  it('counts a recipient anew when a gift goes back while another department begins to count them', async () => {
    const { core, company } = await start();
    const scope = { organizationId: company.organization.id, departmentId: null, currency: 'USD' };
    const { id: recognitionId } = await company.give('morgan', 'alice', '10');
    const rules = { ...NO_RULES, recipientYearMinor: 10_000n };
    await core.app.budget.setRules({ scope, rules, actorId: null });
    const { id } = await company.ask('dana', 'alice', '20');
    const letGo = await lockTable('activity');

    const undoing = core.app.gift.undo({ person: await company.person('morgan'), of: { recognitionId } });
    await untilWaiting(1);
    const giving = core.app.recognition.issue([id]);
    await untilWaiting(2);
    await letGo();
    await Promise.all([undoing, giving]);

    expect((await company.give('dana', 'alice', '80')).refusal).toBeNull();
  });

  it('lets gifts of the period that runs again be taken back meanwhile, and nobody waits in a circle', async () => {
    const { core, company } = await start();
    const department = await company.department('Engineering');
    const scope = { organizationId: company.organization.id, departmentId: null, currency: 'USD' };
    const rules = { ...NO_RULES, allowanceMinor: { manager: 100_000n } };
    await core.app.budget.setRules({ scope, rules, actorId: null });
    const { id: recognitionId } = await company.give('morgan', 'alice', '10');
    await core.app.budget.set({ department, amountMinor: 50_000n, period: 'week', actorId: null });
    await company.give('morgan', 'alice', '20');
    const letGo = await holdLimits(company);

    const setting = core.app.budget.set({ department, amountMinor: 50_000n, period: 'month', actorId: null });
    await untilWaiting(1);
    const undoing = core.app.gift.undo({ person: await company.person('morgan'), of: { recognitionId } });
    await untilWaiting(2);
    await letGo();
    const outcomes = await Promise.all([setting, undoing]);

    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
  });
});

/** The month's budgets are open. */
async function start() {
  const core = makeCore(db);
  const company = await makeCompany(core);
  await company.give('morgan', 'bob', '5');
  await company.give('dana', 'bob', '5');
  return { core, company };
}

/** Locks accounts of a kind, a department's or all of them, until it is called off. */
async function hold({ organization, department }: Company, kind: string, name?: string) {
  const owner = name === undefined ? null : (await department(name)).id;
  return lockRows('account where organization_id = $1 and kind = $2 and owner_id = coalesce($3, owner_id)', [
    organization.id,
    kind,
    owner,
  ]);
}

/** Locks what is counted of limits until it is called off. */
function holdLimits({ organization }: Company) {
  return lockRows('limit_usage where organization_id = $1', [organization.id]);
}

function lockRows(which: string, values: unknown[]) {
  return lock(`select from ${which} for update`, values);
}

/** Lets nobody write to a table until it is called off. */
function lockTable(name: string) {
  return lock(`lock table ${name} in share mode`);
}

async function lock(statement: string, values: unknown[] = []) {
  const client = new Client(database.ownerUrl);
  await client.connect();
  await client.query('begin');
  await client.query(statement, values);
  return async () => {
    await client.query('rollback');
    await client.end();
  };
}

async function untilWaiting(count: number): Promise<void> {
  await until(`${count} who wait for a lock`, async () => {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
      db,
    );
    return rows.length === count;
  });
}
