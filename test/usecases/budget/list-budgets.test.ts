import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { type Company, makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';
import { budgetOf, operatorOf } from '#test/helpers/reads.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let core: TestCore;
let company: Company;
beforeEach(async () => {
  core = makeCore(database.db);
  company = await makeCompany(core, { design: null });
});

function list() {
  return core.app.queries.budget.list(operatorOf(company.organization.id));
}

async function periodsOf(name: string) {
  const { id: departmentId } = await company.department(name);
  return core.app.queries.budget.listPeriods(operatorOf(company.organization.id), {
    departmentId,
    limit: 13,
  });
}

/** Each as it is shown alone. */
async function alone() {
  const listed = await list();
  return Promise.all(
    listed.map(async ({ department }) => {
      const one = await budgetOf(core, department);
      return one.ok ? one.value : undefined;
    }),
  );
}

describe('the list of budgets', () => {
  it('shows each as it is shown alone, opened or not, with what it carries over and owes', async () => {
    const design = await company.department('Design');
    await core.app.budget.set({
      department: design,
      amountMinor: 10_000n,
      carryCapMinor: 4_000n,
      actorId: null,
    });
    await company.give('dana', 'mallory', '30');
    const first = await list();
    const firstAlone = await alone();
    core.clock.advance(31 * DAY_MS);
    const next = await list();
    const nextAlone = await alone();
    await core.app.budget.topUp({
      id: core.newId(),
      department: design,
      amountMinor: 700n,
      reason: 'x',
      actorId: null,
    });
    await company.give('dana', 'mallory', '5');

    expect(first.map(({ state }) => state)).toEqual(firstAlone);
    expect(next.map(({ state }) => state)).toEqual(nextAlone);
    expect((await list()).map(({ state }) => state)).toEqual(await alone());
    expect(next.find(({ department }) => department.name === 'Design')?.state?.grantedMinor).toBe(14_000n);
    expect(next.find(({ department }) => department.name === 'People')).toMatchObject({
      budget: undefined,
      state: undefined,
    });
  });

  it('says of one department only what was asked', async () => {
    const { id: departmentId } = await company.department('Engineering');

    const found = await core.app.queries.budget.list(operatorOf(company.organization.id), { departmentId });

    expect(found.map(({ department }) => department.name)).toEqual(['Engineering']);
  });
});

describe('the periods of a budget', () => {
  it('add up to what is left, whatever came in and went out', async () => {
    const [engineering, design] = [
      await company.department('Engineering'),
      await company.department('Design'),
    ];
    await core.app.budget.set({
      department: engineering,
      amountMinor: 60_000n,
      carryCapMinor: 5_000n,
      actorId: null,
    });
    await core.app.budget.set({ department: design, amountMinor: 9_000n, actorId: null });
    const move = {
      id: core.newId(),
      from: engineering,
      to: design,
      amountMinor: 2_000n,
      reason: 'x',
      actorId: null,
    };
    await core.app.budget.move(move);
    const undone = await company.give('morgan', 'alice', '40');
    await company.give('morgan', 'alice', '25');
    await core.app.gift.undo({ person: await company.person('morgan'), of: { recognitionId: undone.id } });
    await core.app.budget.set({ department: engineering, amountMinor: 55_000n, actorId: null });
    core.clock.advance(31 * DAY_MS);
    await company.give('morgan', 'alice', '1');
    const carried = await periodsOf('Engineering');
    await core.app.budget.bringHome({ department: engineering, actorId: null });
    const home = await periodsOf('Engineering');

    const [running, last] = carried;
    expect(last).toMatchObject({
      grantedMinor: 55_000n,
      carriedMinor: 0n,
      movedMinor: -2_000n,
      givenMinor: 2_500n,
      onMinor: 5_000n,
      leftMinor: 45_500n,
    });
    expect(running).toMatchObject({
      grantedMinor: 55_000n,
      carriedMinor: 5_000n,
      givenMinor: 100n,
      leftMinor: 59_900n,
    });
    expect(home[1]).toMatchObject({ onMinor: 50_500n, leftMinor: 0n });
    expect((await periodsOf('Design'))[0]).toMatchObject({ grantedMinor: 9_000n, movedMinor: 2_000n });
    for (const one of [...carried, ...home]) {
      const { grantedMinor, carriedMinor, movedMinor, givenMinor, onMinor, leftMinor } = one;
      expect(grantedMinor + carriedMinor + movedMinor - givenMinor - onMinor).toBe(leftMinor);
    }
  });

  it('show what an overspent one was paid by the next', async () => {
    const design = await company.department('Design');
    await core.app.budget.set({ department: design, amountMinor: 1_000n, isSoft: true, actorId: null });
    await core.app.budget.set({ department: design, amountMinor: 1_000n, isSoft: true, actorId: null });
    const { id } = await company.give('dana', 'mallory', '30');
    const approval = await core.db
      .selectFrom('approval')
      .select('id')
      .where('subject_id', '=', id)
      .executeTakeFirst();
    core.clock.advance(31 * DAY_MS);
    await company.give('dana', 'mallory', '1');

    const [running, last] = await periodsOf('Design');

    must(approval, 'approval of what overspends the budget');
    expect(running).toMatchObject({ carriedMinor: -2_000n });
    expect(last).toMatchObject({ onMinor: -2_000n, leftMinor: 0n });
  });
});
