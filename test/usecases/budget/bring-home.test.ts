import { describe, expect, it } from 'vitest';
import { dropWhenProved } from '#test/helpers/verify-ledger.ts';
import type { BudgetSetting } from '#src/usecases/budget/set-budget.ts';
import { type Company, makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';
import { operatorOf } from '#test/helpers/reads.ts';
import { undoAsBefore } from '#test/helpers/undo-as-before.ts';

const database = await createTestDatabase();
dropWhenProved(database);
type Setting = Partial<Omit<BudgetSetting, 'department' | 'actorId'>>;

/**
 * Engineering with 500 a month. In November 100 were given, which an older version took back in December, and 400 were left;
 * December has begun.
 */
async function start(setting: Setting = {}) {
  const core = makeCore(database.db);
  core.clock.set('2026-11-16T09:00:00Z');
  const company = await makeCompany(core, { engineering: null, design: null });
  const department = await company.department('Engineering');
  await core.app.budget.set({ department, amountMinor: 50_000n, actorId: null, ...setting });
  const { gifts } = await company.give('morgan', 'alice', '100');
  core.clock.set('2026-12-02T09:00:00Z');
  await company.give('morgan', 'alice', '1');
  await undoAsBefore(core, company.organization.id, gifts[0]?.giftId ?? '');
  return { core, company, department };
}

function endedOf(core: TestCore, { organization }: Company) {
  return core.app.queries.budget.listEnded(operatorOf(organization.id));
}

function activitiesOf(core: TestCore, { organization }: Company, kind: 'budget.brought-home') {
  return core.db
    .selectFrom('activity')
    .select(['kind', 'actor_id', 'detail'])
    .where('organization_id', '=', organization.id)
    .where('kind', '=', kind)
    .execute();
}

const NOVEMBER = '2026-11-01';

describe('what lies in periods that are over', () => {
  it('goes to funding where nothing may be carried over', async () => {
    const { core, company, department } = await start();

    const brought = await core.app.budget.bringHome({ department, actorId: null });

    expect(brought).toEqual([
      { period: NOVEMBER, amountMinor: 50_000n, carriedMinor: 0n, returnedMinor: 50_000n },
    ]);
    expect(await company.left('Engineering')).toBe(49_900n);
  });

  it('goes to the running budget as far as it came back and the cap allows', async () => {
    const { core, company, department } = await start({ carryCapMinor: 46_000n });

    const brought = await core.app.budget.bringHome({ department, actorId: null });

    expect(brought).toEqual([
      { period: NOVEMBER, amountMinor: 10_000n, carriedMinor: 6_000n, returnedMinor: 4_000n },
    ]);
    expect(await company.left('Engineering')).toBe(95_900n);
  });

  it('is not carried where it was left when its period ended, even if more may be carried today', async () => {
    const { core, company, department } = await start();
    await core.app.budget.set({
      department,
      amountMinor: 50_000n,
      carryCapMinor: 1_000_000n,
      actorId: null,
    });

    const brought = await core.app.budget.bringHome({ department, actorId: null });

    expect(brought).toEqual([
      { period: NOVEMBER, amountMinor: 50_000n, carriedMinor: 10_000n, returnedMinor: 40_000n },
    ]);
    expect(await company.left('Engineering')).toBe(59_900n);
  });

  it('came back to a month that made room for a quarter, so it is carried', async () => {
    const { core, company, department } = await start({ carryCapMinor: 1_000_000n });
    const { gifts } = await company.give('morgan', 'alice', '20');
    await core.app.budget.set({ department, amountMinor: 90_000n, period: 'quarter', actorId: null });
    await undoAsBefore(core, company.organization.id, gifts[0]?.giftId ?? '');

    const brought = await core.app.budget.bringHome({ department, actorId: null });

    expect(brought).toMatchObject([
      { period: NOVEMBER, carriedMinor: 10_000n },
      { period: '2026-12-01', carriedMinor: 2_000n },
    ]);
    expect(await company.left('Engineering')).toBe(102_000n);
  });

  it('is on record with who brought it home, and is brought home once', async () => {
    const { core, company, department } = await start();
    const { id: actorId } = await company.person('priya');

    await core.app.budget.bringHome({ department, actorId });
    const again = await core.app.budget.bringHome({ department, actorId });

    expect(again).toEqual([]);
    expect(await endedOf(core, company)).toEqual([]);
    const detail = {
      id: expect.any(String),
      departmentId: department.id,
      period: NOVEMBER,
      currency: 'USD',
      amountMinor: '50000',
      carriedMinor: '0',
      returnedMinor: '50000',
    };
    expect(await activitiesOf(core, company, 'budget.brought-home')).toEqual([
      { kind: 'budget.brought-home', actor_id: actorId, detail },
    ]);
  });

  it('is brought home once by two who do it at the same moment', async () => {
    const { core, company, department } = await start();
    const [one, other] = await Promise.all([
      core.app.budget.bringHome({ department, actorId: null }),
      core.app.budget.bringHome({ department, actorId: null }),
    ]);

    expect([...one, ...other]).toHaveLength(1);
    expect(await activitiesOf(core, company, 'budget.brought-home')).toHaveLength(1);
  });

  it('is shown before it moves, and stays where it is', async () => {
    const { core, company, department } = await start({ carryCapMinor: 46_000n });

    const plan = await core.app.budget.planBringingHome(department);

    expect(plan).toEqual([
      { period: NOVEMBER, amountMinor: 10_000n, carriedMinor: 6_000n, returnedMinor: 4_000n },
    ]);
    expect(await endedOf(core, company)).toMatchObject([{ period: NOVEMBER, leftMinor: 10_000n }]);
    expect(await activitiesOf(core, company, 'budget.brought-home')).toEqual([]);
  });

  it('is not what the running period takes over when it opens', async () => {
    const { core, company } = await start({ carryCapMinor: 1_000_000n });
    await core.app.budget.bringHome({ department: await company.department('Engineering'), actorId: null });
    core.clock.set('2027-01-02T09:00:00Z');

    expect(await endedOf(core, company)).toEqual([]);
  });
});
