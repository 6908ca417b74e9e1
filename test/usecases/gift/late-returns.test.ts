import { describe, expect, it } from 'vitest';
import { dropWhenProved } from '#test/helpers/verify-ledger.ts';
import type { BudgetSetting } from '#src/usecases/budget/set-budget.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { budgetOf } from '#test/helpers/reads.ts';

const database = await createTestDatabase();
dropWhenProved(database);
const LAST = '2026-11-30T23:59:00Z';
const FIRST = '2026-12-01T00:01:00Z';

type Setting = Partial<Omit<BudgetSetting, 'department' | 'actorId'>>;

/** Engineering with 500 a month, a minute before November ends. */
async function start(setting: Setting = {}) {
  const core = makeCore(database.db);
  core.clock.set(LAST);
  const company = await makeCompanyWithApprovers(core);
  await set(setting);

  async function set(changed: Setting) {
    const department = await company.department('Engineering');
    const outcome = await core.app.budget.set({
      department,
      amountMinor: 50_000n,
      actorId: null,
      ...changed,
    });
    if (!outcome.ok) throw new Error(outcome.refusal.kind);
  }
  async function undo(recognitionId: string) {
    const person = await company.person('morgan');
    const undone = await core.app.gift.undo({ person, of: { recognitionId } });
    if (!undone.ok) throw new Error(undone.refusal.kind);
    return undone.value.undone.map(({ late }) => late);
  }
  async function left() {
    const state = await budgetOf(core, await company.department('Engineering'));
    return state.ok ? state.value.leftMinor : undefined;
  }
  /** What the budgets of each period hold, and what funding gave out in all. */
  async function accounts() {
    const rows = await core.db
      .selectFrom('account')
      .select(['kind', 'period', 'balance'])
      .where('organization_id', '=', company.organization.id)
      .where('owner_id', 'in', [(await company.department('Engineering')).id, company.organization.id])
      .execute();
    function of(kind: string) {
      const theirs = rows.filter((row) => row.kind === kind);
      return Object.fromEntries(theirs.map(({ period, balance }) => [period, balance]));
    }
    return { budget: of('budget'), funding: of('funding')[''] };
  }
  return { core, company, set, undo, left, accounts };
}

describe('a gift that is undone after its period has ended', () => {
  it('is back in the running budget, as far as carry-over allows', async () => {
    const { core, company, undo, left, accounts } = await start({ carryCapMinor: 100_000n });
    const { id } = await company.give('morgan', 'alice', '80');
    core.clock.set(FIRST);

    const late = await undo(id);

    expect(late).toEqual([{ carriedMinor: 8_000n, returnedMinor: 0n, period: 'month' }]);
    expect(await left()).toBe(100_000n);
    expect((await accounts()).budget).toEqual({ '2026-11-01': 0n, '2026-12-01': 100_000n });
    expect((await company.give('morgan', 'bob', '90')).refusal).toBeNull();
  });

  it('goes back to funding where nothing may be carried over', async () => {
    const { core, company, undo, left, accounts } = await start();
    const { id } = await company.give('morgan', 'alice', '80');
    const before = await accounts();
    core.clock.set(FIRST);

    const late = await undo(id);

    expect(late).toEqual([{ carriedMinor: 0n, returnedMinor: 8_000n, period: null }]);
    expect(await left()).toBe(50_000n);
    const after = await accounts();
    expect(after.budget).toEqual({ '2026-11-01': 42_000n, '2026-12-01': 50_000n });
    expect(after.funding).toBe((before.funding ?? 0n) - 50_000n + 8_000n);
  });

  it('is split where only a part still fits under the cap', async () => {
    const { core, company, undo, left } = await start({ carryCapMinor: 45_000n });
    const { id } = await company.give('morgan', 'alice', '80');
    core.clock.set(FIRST);

    expect(await undo(id)).toEqual([{ carriedMinor: 3_000n, returnedMinor: 5_000n, period: 'month' }]);
    expect(await left()).toBe(95_000n);
  });

  it('is split in order where several come back, and never passes the cap', async () => {
    const { core, company, undo, left } = await start({ carryCapMinor: 45_000n });
    const both = { recipients: [company.ref('alice'), company.ref('bob')] };
    const { id } = await company.give('morgan', 'alice', '40', both);
    core.clock.set(FIRST);

    const late = await undo(id);

    expect(late.map((one) => one?.carriedMinor)).toEqual([3_000n, 0n]);
    expect(await left()).toBe(95_000n);
  });

  it('makes up first for what the period was overspent, which the running one paid for, whatever may be carried over', async () => {
    const { core, company, undo, left } = await start({ amountMinor: 10_000n, isSoft: true });
    const { approvalId, recognitionId } = await company.reserve('morgan', 'alice', '130');
    await company.decide('ada', approvalId);
    core.clock.set(FIRST);

    expect(await left()).toBe(7_000n);
    expect(await undo(recognitionId)).toEqual([
      { carriedMinor: 3_000n, returnedMinor: 10_000n, period: 'month' },
    ]);
    expect(await left()).toBe(10_000n);
  });

  it('leaves what came from a top-up where it came from', async () => {
    const { core, company, undo, left, accounts } = await start({ amountMinor: 5_000n });
    const department = await company.department('Engineering');
    const topUp = { id: core.newId(), department, amountMinor: 4_000n, reason: 'party', actorId: null };
    await core.app.budget.topUp(topUp);
    const { id } = await company.give('morgan', 'alice', '80');
    core.clock.set(FIRST);

    expect(await undo(id)).toEqual([{ carriedMinor: 0n, returnedMinor: 5_000n, period: null }]);
    expect(await left()).toBe(5_000n);
    expect((await accounts()).budget).toMatchObject({ 'top-up': 4_000n, '2026-11-01': 0n });
  });

  it('stays in the period that paid while that one runs', async () => {
    const { company, undo, left } = await start({ carryCapMinor: 100_000n });
    const { id } = await company.give('morgan', 'alice', '80');

    expect(await undo(id)).toEqual([undefined]);
    expect(await left()).toBe(50_000n);
  });

  it('comes into the budget of another kind of period, if that began meanwhile', async () => {
    const { company, undo, left, set } = await start({ carryCapMinor: 100_000n });
    const { id } = await company.give('morgan', 'alice', '80');
    await set({ period: 'quarter' });

    expect(await undo(id)).toEqual([{ carriedMinor: 8_000n, returnedMinor: 0n, period: 'quarter' }]);
    expect(await left()).toBe(58_000n);
  });

  it('stays in a period that is yet to run, for a department that moved to a zone behind', async () => {
    const { core, company, undo, set, accounts } = await start({ carryCapMinor: 100_000n });
    core.clock.set(FIRST);
    const { id } = await company.give('morgan', 'alice', '80');
    await set({ timeZone: 'America/New_York' });

    expect(await undo(id)).toEqual([undefined]);
    expect((await accounts()).budget).toMatchObject({ '2026-12-01': 100_000n });
  });
});

describe('money that was put aside in a period that has ended', () => {
  it('moves on when an approver declines, and the decision says where', async () => {
    const { core, company, left, accounts } = await start({ carryCapMinor: 40_000n });
    const { approvalId } = await company.reserve('morgan', 'alice', '300');
    core.clock.set(FIRST);

    const declined = await company.decide('ada', approvalId, 'too much');

    expect(declined).toMatchObject({
      ok: true,
      value: { late: { carriedMinor: 20_000n, returnedMinor: 10_000n, period: 'month' } },
    });
    expect(await left()).toBe(90_000n);
    expect((await accounts()).budget).toEqual({ '2026-11-01': 0n, '2026-12-01': 90_000n });
  });

  it('moves on when its giver withdraws it', async () => {
    const { core, company, left } = await start({ carryCapMinor: 100_000n });
    const { approvalId } = await company.reserve('morgan', 'alice', '300');
    core.clock.set(FIRST);

    const person = await company.person('morgan');
    const withdrawn = await core.app.approval.withdraw({ person, approvalId });

    expect(withdrawn).toMatchObject({ value: { late: { carriedMinor: 30_000n, returnedMinor: 0n } } });
    expect(await left()).toBe(100_000n);
  });

  it('moves on when nobody decides in time', async () => {
    const { core, company, left } = await start({ carryCapMinor: 100_000n });
    const { approvalId } = await company.reserve('morgan', 'alice', '300');
    core.clock.set('2026-12-20T00:00:00Z');

    await core.app.approval.advance(approvalId);

    expect(await left()).toBe(100_000n);
  });

  it('is given as it was meant when it is approved', async () => {
    const { core, company, accounts } = await start({ carryCapMinor: 100_000n });
    const { approvalId } = await company.reserve('morgan', 'alice', '300');
    core.clock.set(FIRST);

    const approved = await company.decide('ada', approvalId);

    expect(approved).toMatchObject({ ok: true, value: { status: 'approved', late: undefined } });
    expect((await accounts()).budget).toEqual({ '2026-11-01': 20_000n });
  });
});

describe('a gift that is voided after its period has ended', () => {
  it.each([
    ['', false],
    [' out of a wallet too', true],
  ])('moves on%s, and its giver reads where, its recipient not', async (_, isRedeemed) => {
    const { core, company, left } = await start({ carryCapMinor: 100_000n });
    const { gifts } = await company.give('morgan', 'alice', '80');
    const giftId = gifts[0]?.giftId ?? '';
    if (isRedeemed) await company.redeem('alice', await company.codeOf(giftId, 'alice'));
    core.clock.set('2026-12-10T09:00:00Z');

    const person = await company.person('priya');
    const asked = await core.app.approval.requestVoid({ person, giftId, reason: 'given twice' });
    const approved = await company.decide('finn', asked.ok ? asked.value.approvalId : '');

    const late = { carriedMinor: 8_000n, returnedMinor: 0n, period: 'month' };
    expect(approved).toMatchObject({ ok: true, value: { late } });
    expect(await left()).toBe(100_000n);
    const told = await core.db
      .selectFrom('notification')
      .select(['person_id', 'detail'])
      .where('organization_id', '=', company.organization.id)
      .where('kind', '=', 'gift.voided')
      .execute();
    const { id: giverId } = await company.person('morgan');
    for (const { person_id: personId, detail } of told) {
      const expected =
        personId === giverId ? { ...late, carriedMinor: '8000', returnedMinor: '0' } : undefined;
      expect(detail).toHaveProperty('giver');
      expect((detail as { late?: unknown }).late).toEqual(expected);
    }
    expect(told.map(({ person_id: personId }) => personId)).toContain(giverId);
  });

  it('finds no more room in a month that runs again, after the next one had taken what it left', async () => {
    const { core, company, set, left } = await start({ carryCapMinor: 20_000n });
    const { gifts } = await company.give('morgan', 'alice', '80');
    core.clock.set('2026-12-31T23:59:00Z');
    await company.give('morgan', 'alice', '1');
    core.clock.set('2027-01-01T00:01:00Z');
    await company.give('morgan', 'alice', '1');
    await set({ timeZone: 'America/New_York' });
    const before = await left();

    const person = await company.person('priya');
    const giftId = gifts[0]?.giftId ?? '';
    const asked = await core.app.approval.requestVoid({ person, giftId, reason: 'given twice' });
    const approved = await company.decide('finn', asked.ok ? asked.value.approvalId : '');

    expect(approved).toMatchObject({ value: { late: { carriedMinor: 0n, returnedMinor: 8_000n } } });
    expect(before).toBe(49_900n);
    expect(await left()).toBe(before);
  });
});
