import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { type Company, makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';
import { ownAllowanceOf } from '#test/helpers/reads.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const AMOUNTS = [20_000n, 10_000n, 30_000n];

let core: TestCore;
let company: Company;

beforeAll(async () => {
  core = makeCore(database.db);
  company = await makeCompany(core, { design: null });
});

/** What is set, and how it is read again. */
const SETTINGS: Record<
  string,
  { set: (amountMinor: bigint) => Promise<unknown>; read: () => Promise<unknown> }
> = {
  'a budget': {
    set: (amountMinor) => company.setBudget('Engineering', amountMinor),
    read: leftNextMonth,
  },
  'an allowance': {
    async set(amountMinor) {
      const person = await company.person('morgan');
      await core.app.budget.setAllowance({ person, currency: 'USD', amountMinor, actorId: null });
    },
    read: allowanceOf('morgan'),
  },
  'the rules of a department': { set: allowManagers('Design'), read: allowanceOf('dana') },
  'the rules of a currency': { set: allowManagers(null), read: allowanceOf('priya') },
};

async function leftNextMonth() {
  const monthMs = 31 * 86_400_000;
  core.clock.advance(monthMs);
  const leftMinor = await company.left('Engineering');
  core.clock.advance(-monthMs);
  return leftMinor;
}

function allowManagers(name: string | null) {
  return async (amountMinor: bigint) => {
    const departmentId = name === null ? null : (await company.department(name)).id;
    const scope = { organizationId: company.organization.id, departmentId, currency: 'USD' };
    const rules = { ...NO_RULES, allowanceMinor: { manager: amountMinor, hr: amountMinor } };
    await core.app.budget.setRules({ scope, rules, actorId: null });
  };
}

function allowanceOf(userId: string) {
  return async () => (await ownAllowanceOf(core, await company.person(userId)))?.allowanceMinor;
}

describe('of two settings the later one holds, by whichever clock it was made', () => {
  it.each(Object.entries(SETTINGS))('%s', async (_, { set, read }) => {
    const held: unknown[] = [];
    for (const amountMinor of AMOUNTS) {
      core.clock.advance(-600_000);
      await set(amountMinor);
      held.push(await read());
    }
    await Promise.all(AMOUNTS.map(set));

    expect(held).toEqual(AMOUNTS);
    expect((await verifyLedger(database.db)).checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('those made at the same time have an instant each', async () => {
    for (const table of ['budget_policy', 'allowance', 'giving_policy'] as const) {
      const rows = await database.db.selectFrom(table).select('set_at').execute();
      const instants = new Set(rows.map((row) => row.set_at.getTime()));

      expect([table, instants.size]).toEqual([table, rows.length]);
    }
  });
});
