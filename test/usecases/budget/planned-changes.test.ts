import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { RulesChanges } from '#src/domain/budget/giving-rules.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { budgetOf, operatorOf } from '#test/helpers/reads.ts';
import { listBroken } from '#test/helpers/verify-ledger.ts';

const database = await createTestDatabase();
const core = makeCore(database.db);
const { app, clock } = core;
afterEach(async () => {
  const broken = await listBroken(core.db, core.keys);
  if (broken.length > 0) throw new Error(`the books do not hold: ${broken.join('\n')}`);
});
afterAll(database.drop);

/** Midnight in Auckland, which is 13 hours ahead of UTC in December. */
const DECEMBER = new Date('2026-11-30T11:00:00Z');
const JANUARY = new Date('2026-12-31T11:00:00Z');

/** Acme in Auckland in the middle of November, with Ada, who is an admin of People, and Fay of finance. */
async function start() {
  clock.set('2026-11-16T10:00:00Z');
  const company = await makeCompany(core, { timeZone: 'Pacific/Auckland' });
  const { organization, person, give } = company;
  const { id: organizationId } = organization;
  await app.people.import(organization, [
    personRow('Ada Stone', 'People', 'admin'),
    personRow('Fay Moss', 'People', 'finance'),
  ]);
  const [ada, fay, morgan] = [await person('ada'), await person('fay'), await person('morgan')];
  const engineering = await company.department('Engineering');
  const operator = operatorOf(organizationId);
  const shared = { organizationId, departmentId: null, currency: 'USD' };
  const own = { ...shared, departmentId: engineering.id };
  function setRules(scope: typeof shared | typeof own, rules: RulesChanges | 'cleared', from?: Date) {
    return app.budget.setRules({ scope, rules, from, actorId: null });
  }
  function setAllowance(amountMinor: bigint | null, from?: Date, actorId: string | null = null) {
    return app.budget.setAllowance({ person: morgan, currency: 'USD', amountMinor, from, actorId });
  }
  function setBudget(amountMinor: bigint, more: Partial<Parameters<typeof app.budget.set>[0]> = {}) {
    return app.budget.set({ department: engineering, amountMinor, actorId: null, ...more });
  }
  async function rules() {
    const asked = { departmentId: engineering.id, currency: 'USD' };
    const found = await app.queries.budget.getRules(operator, asked);
    return found.ok ? found.value.rules : undefined;
  }
  function plans() {
    return app.queries.budget.listPlans(operator);
  }
  async function withdraw(actorId: string | null = null) {
    const planId = (await plans()).at(-1)?.id ?? core.newId();
    return app.budget.withdrawPlan({ organizationId, planId, actorId, reason: 'not this year' });
  }
  async function refusalOf(amount: string) {
    return (await give('morgan', 'alice', amount)).refusal?.kind;
  }
  async function left() {
    const state = await budgetOf(core, engineering);
    return state.ok ? state.value.leftMinor : undefined;
  }
  return {
    organizationId,
    operator,
    engineering,
    shared,
    own,
    ada,
    fay,
    morgan,
    setRules,
    setAllowance,
    setBudget,
    rules,
    plans,
    withdraw,
    refusalOf,
    left,
    company,
  };
}

describe('rules that are planned', () => {
  it('decide from midnight of the department’s zone on, and not a moment before', async () => {
    const { setRules, own, shared, rules, refusalOf } = await start();
    await setRules(shared, { undoMinutes: 7 });
    await setRules(own, { giftMaxMinor: 1_000n }, DECEMBER);

    clock.set('2026-11-30T10:59:59.999Z');
    expect(await refusalOf('20')).toBeUndefined();
    expect((await rules())?.giftMaxMinor).toBeUndefined();
    clock.set('2026-11-30T11:00:00Z');
    expect(await refusalOf('20')).toBe('gift-too-large');
    expect(await rules()).toMatchObject({ giftMaxMinor: 1_000n, undoMinutes: 7 });
  });

  it('change only what they say: what was set in between still holds', async () => {
    const { setRules, own, shared, rules } = await start();
    await setRules(shared, { giftMaxMinor: 5_000n, undoMinutes: 7 });
    await setRules(shared, { giftMaxMinor: 1_000n }, DECEMBER);
    await setRules(own, { confirmOverMinor: 900n }, DECEMBER);
    await setRules(shared, { undoMinutes: 9 });
    await setRules(own, { claimDays: null, approvalOverMinor: 800n });

    clock.set('2026-12-02T00:00:00Z');

    const expected = {
      giftMaxMinor: 1_000n,
      undoMinutes: 9,
      confirmOverMinor: 900n,
      approvalOverMinor: 800n,
    };
    expect(await rules()).toMatchObject(expected);
    await setRules(shared, { giftMaxMinor: 3_000n });
    expect(await rules()).toMatchObject({ ...expected, giftMaxMinor: 3_000n });
    await setRules(own, 'cleared');
    expect((await rules())?.confirmOverMinor).toBeUndefined();
  });

  it('are on record with who, when, from when, before, after and why, also when they are withdrawn', async () => {
    const { own, organizationId, ada, rules, withdraw } = await start();
    const reason = 'a new year';
    const asked = { scope: own, rules: { giftMaxMinor: 1_000n }, from: JANUARY, actorId: ada.id, reason };
    await app.budget.setRules(asked);
    expect(await withdraw(ada.id)).toMatchObject({ ok: true });
    expect(await withdraw(ada.id)).toMatchObject({ refusal: { kind: 'unknown-plan' } });

    clock.set('2027-01-02T00:00:00Z');
    expect((await rules())?.giftMaxMinor).toBeUndefined();
    const record = await core.db
      .selectFrom('activity')
      .select(['kind', 'actor_id', 'detail'])
      .where('organization_id', '=', organizationId)
      .where('kind', 'in', ['policy.planned', 'plan.withdrawn'])
      .orderBy('id')
      .execute();
    const from = JANUARY.toISOString();
    expect(record).toMatchObject([
      { kind: 'policy.planned', actor_id: ada.id, detail: { from, reason, rules: { giftMaxMinor: '1000' } } },
      { kind: 'plan.withdrawn', actor_id: ada.id, detail: { from, reason: 'not this year' } },
    ]);
    expect(record[0]?.detail).toHaveProperty('before');
  });

  it('are refused on a day that has begun, and where they contradict what is planned later', async () => {
    const { setRules, own, shared, plans, withdraw } = await start();

    expect(await setRules(own, { giftMaxMinor: 5n }, clock.now())).toMatchObject({
      refusal: { kind: 'plan-not-ahead' },
    });
    await setRules(shared, { giftMaxMinor: 1_000n }, JANUARY);
    expect(await setRules(own, { giftMinMinor: 2_000n }, DECEMBER)).toMatchObject({
      refusal: { kind: 'plan-conflict', from: JANUARY.toISOString() },
    });
    expect(await setRules(own, { giftMinMinor: 2_000n })).toMatchObject({
      refusal: { kind: 'plan-conflict' },
    });
    expect(await plans()).toHaveLength(1);
    expect(await withdraw()).toMatchObject({ ok: true });
    expect(await setRules(own, { giftMinMinor: 2_000n })).toMatchObject({ ok: true });
  });

  it('cannot be withdrawn once they hold', async () => {
    const { setRules, own, plans, organizationId } = await start();
    await setRules(own, { giftMaxMinor: 1_000n }, DECEMBER);
    const [plan] = await plans();
    clock.set(DECEMBER.toISOString());

    const withdrawal = { organizationId, planId: plan?.id ?? '', actorId: null };
    expect(await app.budget.withdrawPlan(withdrawal)).toMatchObject({ refusal: { kind: 'plan-begun' } });
    expect(await plans()).toEqual([]);
  });

  it('count gifts of a stretch in which a limit did not hold, once it holds again', async () => {
    const { setRules, setAllowance, own, refusalOf } = await start();
    clock.set('2026-12-01T00:00:00Z');
    await setAllowance(10_000n);
    expect(await refusalOf('60')).toBeUndefined();
    await setAllowance(null, new Date('2026-12-05T11:00:00Z'));
    await setAllowance(10_000n, new Date('2026-12-10T11:00:00Z'));
    await setRules(own, { undoMinutes: 3 }, new Date('2026-12-20T11:00:00Z'));

    clock.set('2026-12-06T00:00:00Z');
    expect(await refusalOf('30')).toBeUndefined();
    expect(await listBroken(core.db, core.keys)).toEqual([]);
    clock.set('2026-12-11T00:00:00Z');

    expect(await refusalOf('20')).toBe('over-allowance');
    expect(await refusalOf('10')).toBeUndefined();
  });

  it('make a form that was opened before they began, or were planned, out of date', async () => {
    const { setRules, own, operator } = await start();
    const ref = { what: 'rules' as const, departmentId: own.departmentId, currency: 'USD' };
    const seen = [await app.queries.budget.findVersion(operator, ref)];
    await setRules(own, { giftMaxMinor: 1_000n }, DECEMBER);
    seen.push(await app.queries.budget.findVersion(operator, ref));
    clock.set(DECEMBER.toISOString());
    seen.push(await app.queries.budget.findVersion(operator, ref));

    expect(new Set(seen).size).toBe(3);
    const stale = { scope: own, rules: { undoMinutes: 1 }, seen: seen[1], actorId: null };
    expect(await app.budget.setRules(stale)).toMatchObject({ refusal: { kind: 'setting-changed' } });
  });
});

describe('an allowance that is planned', () => {
  it('holds from its instant on, whatever was set before that, until it is set again', async () => {
    const { setAllowance, morgan, operator } = await start();
    async function allowance() {
      const found = await app.queries.budget.findAllowance(operator, morgan.id);
      return found.ok ? found.value?.allowanceMinor : undefined;
    }
    await setAllowance(4_000n, DECEMBER);
    await setAllowance(9_000n);
    const seen = [await allowance()];
    clock.set(DECEMBER.toISOString());
    seen.push(await allowance());
    const listed = await app.queries.budget.listAllowances(operator);
    await setAllowance(7_000n);
    seen.push(await allowance());

    expect(seen).toEqual([9_000n, 4_000n, 7_000n]);
    expect(listed).toMatchObject([{ name: 'Morgan Reyes', amountMinor: 4_000n }]);
  });

  it('is not planned by who gains by it', async () => {
    const { setAllowance, morgan, plans } = await start();

    expect(await setAllowance(4_000n, DECEMBER, morgan.id)).toMatchObject({
      refusal: { kind: 'own-budget' },
    });
    expect(await plans()).toEqual([]);
  });
});

describe('a budget that is planned', () => {
  it('opens the period that it begins with, and leaves the running one as it is', async () => {
    const { setBudget, left, engineering, operator } = await start();
    expect(await setBudget(80_000n, { from: DECEMBER, carryCapMinor: 1_000n })).toMatchObject({ ok: true });
    expect(await left()).toBe(50_000n);

    clock.set(DECEMBER.toISOString());

    expect(await left()).toBe(81_000n);
    const [listed] = await app.queries.budget.list(operator, { departmentId: engineering.id });
    expect(listed?.budget).toMatchObject({ amountMinor: 80_000n, carryCapMinor: 1_000n });
    await app.budget.topUp({
      id: core.newId(),
      department: engineering,
      amountMinor: 5n,
      reason: 'x',
      actorId: null,
    });
    expect(await setBudget(90_000n)).toMatchObject({ ok: true });
    expect(await left()).toBe(91_000n);
  });

  it('begins with a period, also where that is longer: else it names the next two', async () => {
    const { setBudget, left } = await start();
    const quarterly = { period: 'quarter' as const };

    expect(await setBudget(80_000n, { from: DECEMBER, ...quarterly })).toMatchObject({
      refusal: {
        kind: 'plan-off-period',
        first: JANUARY.toISOString(),
        second: '2027-03-31T11:00:00.000Z',
      },
    });
    expect(await setBudget(80_000n, { from: JANUARY, ...quarterly })).toMatchObject({ ok: true });
    expect(
      await setBudget(70_000n, { from: new Date('2027-01-31T11:00:00Z'), period: 'month' }),
    ).toMatchObject({
      refusal: { kind: 'plan-off-period' },
    });
    clock.set(JANUARY.toISOString());
    expect(await left()).toBe(80_000n);
  });

  it('keeps a department from going to other periods or another zone in which it would begin amid one', async () => {
    const { setBudget, engineering, plans } = await start();
    await setBudget(80_000n, { from: DECEMBER });
    const conflict = { refusal: { kind: 'plan-conflict', from: DECEMBER.toISOString() } };

    expect(await setBudget(60_000n, { period: 'quarter' })).toMatchObject(conflict);
    const changes = { timeZone: 'Europe/Berlin' };
    expect(await app.people.setDepartment({ department: engineering, changes, actorId: null })).toMatchObject(
      conflict,
    );
    expect(await plans()).toHaveLength(1);
  });
});

describe('a planned change that raises above the amount of one person', () => {
  it('waits for a second person like one that holds at once, and only until it would begin', async () => {
    const { setBudget, plans, organizationId, operator, ada, fay, left } = await start();
    await app.budget.setSecondPerson({
      organizationId,
      currency: 'USD',
      amountMinor: 60_000n,
      actorId: null,
    });
    clock.set('2026-11-28T00:00:00Z');
    const asked = await setBudget(80_000n, { from: DECEMBER, actorId: ada.id });
    expect(asked).toMatchObject({
      refusal: { kind: 'second-person-asked', until: DECEMBER.toISOString() },
    });
    expect(await plans()).toEqual([]);

    const [waiting] = await app.queries.budget.listProposals(operator, { now: clock.now() });
    const proposalId = waiting?.id ?? '';
    const confirmed = await app.budget.confirmProposal({ organizationId, proposalId, deciderId: fay.id });

    expect(confirmed).toMatchObject({ ok: true });
    expect(await plans()).toMatchObject([{ from: DECEMBER, change: { amountMinor: 80_000n } }]);
    expect(await left()).toBe(50_000n);
    clock.set(DECEMBER.toISOString());
    expect(await left()).toBe(80_000n);
  });

  it('cannot be had by planning it behind another plan, nor by withdrawing a plan that lowers', async () => {
    const { setRules, own, withdraw, organizationId } = await start();
    await setRules(own, { giftMaxMinor: 90_000n }, DECEMBER);
    await app.budget.setSecondPerson({
      organizationId,
      currency: 'USD',
      amountMinor: 60_000n,
      actorId: null,
    });
    await setRules(own, { giftMaxMinor: 1_000n });
    const raise = { refusal: { kind: 'second-person-asked' } };

    expect(await setRules(own, { giftMaxMinor: 90_000n }, JANUARY)).toMatchObject(raise);
    expect(await setRules(own, { giftMaxMinor: 500n }, JANUARY)).toMatchObject({ ok: true });
    expect(await withdraw()).toMatchObject({ refusal: { kind: 'withdrawal-raises' } });
  });
});
