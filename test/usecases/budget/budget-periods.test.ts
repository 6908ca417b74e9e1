import { afterAll, describe, expect, it } from 'vitest';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import type { BudgetSetting } from '#src/usecases/budget/set-budget.ts';
import { type Company, leftOf, makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';
import { createTickingClock } from '#test/helpers/ticking-clock.ts';
import { budgetOf } from '#test/helpers/reads.ts';
import { valueOf } from '#test/helpers/checkouts.ts';

const database = await createTestDatabase();
afterAll(database.drop);

type Setting = Partial<Omit<BudgetSetting, 'department' | 'actorId'>>;

/** A company at an instant whose Engineering has a budget set as told. */
async function start(at: string, setting: Setting) {
  const core = makeCore(database.db);
  core.clock.set(at);
  const company = await makeCompany(core, { engineering: null });
  await set(core, company, setting);
  return { core, company };
}

async function set(core: TestCore, company: Company, setting: Setting) {
  const department = await company.department('Engineering');
  return core.app.budget.set({ department, amountMinor: 10_000n, actorId: null, ...setting });
}

async function stateOf(core: TestCore, company: Company) {
  const state = await budgetOf(core, await company.department('Engineering'));
  if (!state.ok) throw new Error(state.refusal.kind);
  return state.value;
}

async function isSound() {
  const { ok } = await verifyLedger(database.db);
  return ok;
}

describe('a budget’s period', () => {
  it.each([
    ['week', '2026-11-22T22:59:59Z', '2026-11-22T23:00:00Z', {}],
    ['month', '2026-11-30T22:59:59Z', '2026-11-30T23:00:00Z', {}],
    ['quarter', '2026-12-31T22:59:59Z', '2026-12-31T23:00:00Z', {}],
    ['half_year', '2026-12-31T22:59:59Z', '2026-12-31T23:00:00Z', {}],
    ['year', '2026-12-31T22:59:59Z', '2026-12-31T23:00:00Z', {}],
    ['quarter', '2026-10-31T22:59:59Z', '2026-10-31T23:00:00Z', { fiscalStartMonth: 2 }],
    ['year', '2026-03-31T21:59:59Z', '2026-03-31T22:00:00Z', { fiscalStartMonth: 4 }],
  ] as const)('of a %s ends at midnight there, %s', async (period, last, first, fiscal) => {
    const { core, company } = await start(last, { period, timeZone: 'Europe/Berlin', ...fiscal });
    await company.give('morgan', 'alice', '100');
    const { refusal } = await company.give('morgan', 'bob', '1');

    core.clock.set(first);
    const next = await company.give('morgan', 'bob', '100');

    expect(leftOf(refusal)).toBe(0n);
    expect(next.refusal).toBeNull();
  });

  it('that changes its length begins anew at once, and gives back what was left', async () => {
    const { core, company } = await start('2026-11-16T09:00:00Z', {});
    await company.give('morgan', 'alice', '30');

    const changed = await set(core, company, { amountMinor: 50_000n, period: 'quarter' });
    const again = await set(core, company, { amountMinor: 50_000n, period: 'month' });

    expect(changed).toMatchObject({
      value: { period: 'quarter', grantedMinor: 50_000n, leftMinor: 50_000n },
    });
    expect(again).toMatchObject({ value: { period: 'month', grantedMinor: 50_000n, leftMinor: 47_000n } });
    expect(await isSound()).toBe(true);
  });
});

describe('what a period leaves', () => {
  it('moves into the next one up to the cap, once', async () => {
    const { core, company } = await start('2026-11-16T09:00:00Z', { carryCapMinor: 3_000n });
    await company.give('morgan', 'alice', '50');

    core.clock.set('2026-12-02T09:00:00Z');
    const before = await stateOf(core, company);
    await company.give('morgan', 'alice', '130');
    const { refusal } = await company.give('morgan', 'bob', '0.01');

    expect(before).toMatchObject({ grantedMinor: 13_000n, leftMinor: 13_000n });
    expect(leftOf(refusal)).toBe(0n);
    expect(await isSound()).toBe(true);
  });

  it('is the same whether somebody looked at the periods between or not', async () => {
    const amounts = [];
    for (const looks of [[], ['2026-12-15T09:00:00Z'], ['2026-12-15T09:00:00Z', '2027-01-15T09:00:00Z']]) {
      const { core, company } = await start('2026-11-16T09:00:00Z', { carryCapMinor: 15_000n });
      for (const at of looks) {
        core.clock.set(at);
        await company.give('morgan', 'alice', '999999');
      }
      core.clock.set('2027-02-02T09:00:00Z');
      await company.give('morgan', 'alice', '1');
      amounts.push((await stateOf(core, company)).leftMinor);
    }

    expect(amounts).toEqual([24_900n, 24_900n, 24_900n]);
    expect(await isSound()).toBe(true);
  });

  it('is nothing without a cap', async () => {
    const { core, company } = await start('2026-11-16T09:00:00Z', {});
    core.clock.set('2026-12-02T09:00:00Z');

    expect(await stateOf(core, company)).toMatchObject({ grantedMinor: 10_000n, leftMinor: 10_000n });
  });
});

describe('a budget that is set while its period ends', () => {
  it.each([1, 2, 3, 4, 5, 6, 8, 10])('carries what it left, %i readings of the clock before', async (ms) => {
    const clock = createTickingClock('2026-11-16T09:00:00Z');
    const core = makeCore(database.db, { clock });
    const company = await makeCompany(core, { engineering: null });
    await set(core, company, { carryCapMinor: 3_000n });
    await company.give('morgan', 'alice', '80');
    const end = Date.parse('2026-12-01T00:00:00Z');
    clock.set(new Date(end - ms).toISOString());

    await set(core, company, {});

    clock.set('2026-12-02T09:00:00Z');
    expect(await stateOf(core, company)).toMatchObject({ grantedMinor: 12_000n, leftMinor: 12_000n });
    expect(await isSound()).toBe(true);
  });
});

describe('a top-up', () => {
  it('is spent after the budget, is kept over the period, and is given once', async () => {
    const { core, company } = await start('2026-11-16T09:00:00Z', {});
    const department = await company.department('Engineering');
    const topUp = { id: core.newId(), department, amountMinor: 5_000n, reason: 'party', actorId: null };
    const toppedUp = (await Promise.all([1, 2, 3].map(() => core.app.budget.topUp(topUp)))).map(valueOf);

    await company.give('morgan', 'alice', '120');
    const inNovember = await stateOf(core, company);
    core.clock.set('2026-12-02T09:00:00Z');

    expect(toppedUp.map(({ topUpMinor }) => topUpMinor)).toEqual([5_000n, 5_000n, 5_000n]);
    expect(toppedUp.filter(({ isRepeat }) => isRepeat)).toHaveLength(2);
    expect(inNovember).toMatchObject({ leftMinor: 0n, topUpMinor: 3_000n });
    expect(await stateOf(core, company)).toMatchObject({ leftMinor: 10_000n, topUpMinor: 3_000n });
    expect(await isSound()).toBe(true);
  });
});

describe('a top-up beside a used up budget', () => {
  it('pays alone', async () => {
    const { core, company } = await start('2026-11-16T09:00:00Z', {});
    const department = await company.department('Engineering');
    const topUp = { id: core.newId(), department, amountMinor: 5_000n, reason: 'party', actorId: null };
    await core.app.budget.topUp(topUp);
    await company.give('morgan', 'alice', '100');

    const { refusal } = await company.give('morgan', 'alice', '20');

    expect(refusal).toBeNull();
    expect(await stateOf(core, company)).toMatchObject({ leftMinor: 0n, topUpMinor: 3_000n });
    expect(await isSound()).toBe(true);
  });
});

describe('a top-up of a department without a budget', () => {
  it('can be spent to the last cent, and no further', async () => {
    const core = makeCore(database.db);
    const company = await makeCompany(core, { engineering: null });
    const department = await company.department('Engineering');
    const topUp = { id: core.newId(), department, amountMinor: 5_000n, reason: 'party', actorId: null };
    await core.app.budget.topUp(topUp);

    const tooMuch = await company.give('morgan', 'alice', '50.01');
    const allOfIt = await company.give('morgan', 'alice', '50');

    expect(leftOf(tooMuch.refusal)).toBe(5_000n);
    expect(allOfIt.refusal).toBeNull();
    expect(await isSound()).toBe(true);
  });
});

describe('money between departments', () => {
  it('moves out of what the one has left, and no further', async () => {
    const { core, company } = await start('2026-11-16T09:00:00Z', {});
    await company.give('morgan', 'alice', '40');
    const [from, to] = [await company.department('Engineering'), await company.department('Design')];
    function move(amountMinor: bigint) {
      return core.app.budget.move({ id: core.newId(), from, to, amountMinor, reason: '', actorId: null });
    }

    const itself = { id: core.newId(), from, to: from, amountMinor: 100n, reason: '', actorId: null };
    const toItself = await core.app.budget.move(itself);
    const tooMuch = await move(6_001n);
    const moved = await move(6_000n);

    expect(toItself).toEqual({
      ok: false,
      refusal: { kind: 'same-department', department: 'Engineering' },
    });
    expect(tooMuch).toMatchObject({ refusal: { kind: 'too-little-to-move', left: { amountMinor: '6000' } } });
    expect(moved).toMatchObject({ value: { leftMinor: { from: 0n, to: 26_000n } } });
    expect(await stateOf(core, company)).toMatchObject({ grantedMinor: 4_000n, leftMinor: 0n });
    expect(await isSound()).toBe(true);
  });

  it('that moved away to the last cent stays away', async () => {
    const { core, company } = await start('2026-11-16T09:00:00Z', {});
    const [from, to] = [await company.department('Engineering'), await company.department('Design')];

    await core.app.budget.move({
      id: core.newId(),
      from,
      to,
      amountMinor: 10_000n,
      reason: '',
      actorId: null,
    });

    expect(await stateOf(core, company)).toMatchObject({ grantedMinor: 0n, leftMinor: 0n });
    expect(leftOf((await company.give('morgan', 'alice', '1')).refusal)).toBe(0n);
  });

  it('moves once for one id, however often it is asked for, although there is nothing left to move', async () => {
    const { core, company } = await start('2026-11-16T09:00:00Z', {});
    const [from, to] = [await company.department('Engineering'), await company.department('Design')];
    const move = { id: core.newId(), from, to, amountMinor: 10_000n, reason: '', actorId: null };

    const moves = await Promise.all([1, 2, 3].map(() => core.app.budget.move(move)));

    const leftMinor = { from: 0n, to: 30_000n };
    expect(moves.map((moved) => moved.ok && moved.value.leftMinor)).toEqual([
      leftMinor,
      leftMinor,
      leftMinor,
    ]);
    expect(moves.filter((moved) => moved.ok && moved.value.isRepeat)).toHaveLength(2);
    expect(await isSound()).toBe(true);
  });

  it('loses nothing when both move to each other many times at once', async () => {
    const { core, company } = await start('2026-11-16T09:00:00Z', {});
    const [a, b] = [await company.department('Engineering'), await company.department('Design')];
    const pairs = Array.from({ length: 12 }, (_, index) =>
      index % 2 === 0 ? { from: a, to: b } : { from: b, to: a },
    );

    const moves = await Promise.all(
      pairs.map((pair) =>
        core.app.budget.move({ id: core.newId(), ...pair, amountMinor: 100n, reason: '', actorId: null }),
      ),
    );

    expect(moves.every(({ ok }) => ok)).toBe(true);
    expect([await company.left('Engineering'), await company.left('Design')]).toEqual([10_000n, 20_000n]);
  });
});

describe('a frozen department', () => {
  it('gives nothing until it is unfrozen', async () => {
    const { core, company } = await start('2026-11-16T09:00:00Z', {});
    const department = await company.department('Engineering');

    await core.app.budget.freeze({ department, isFrozen: true, actorId: null });
    const { refusal } = await company.give('morgan', 'alice', '1');
    await core.app.budget.freeze({ department, isFrozen: false, actorId: null });

    expect(refusal).toEqual({ kind: 'budget-frozen', department: 'Engineering' });
    expect((await company.give('morgan', 'alice', '1')).refusal).toBeNull();
  });
});

describe('a soft budget', () => {
  it.each([0n, 3_000n])(
    'owes in the next period what it was overspent by, with a carry-over of %s',
    async (carryCapMinor) => {
      const { core, company } = await start('2026-11-16T09:00:00Z', { isSoft: true, carryCapMinor });
      await company.give('morgan', 'alice', '130');

      core.clock.set('2026-12-01T09:00:00Z');
      const seen = await stateOf(core, company);
      await company.give('morgan', 'alice', '10');
      const given = await stateOf(core, company);
      core.clock.set('2027-02-01T09:00:00Z');

      expect(seen).toMatchObject({ grantedMinor: 7_000n, leftMinor: 7_000n });
      expect(given).toMatchObject({ grantedMinor: 7_000n, leftMinor: 6_000n });
      expect((await stateOf(core, company)).leftMinor).toBe(10_000n + carryCapMinor);
      expect((await verifyLedger(database.db)).checks.filter(({ ok }) => !ok)).toEqual([]);
    },
  );

  it('can be overspent in the periods after the one that it was set in, too', async () => {
    const { core, company } = await start('2026-11-16T09:00:00Z', { isSoft: true });
    core.clock.set('2026-12-02T09:00:00Z');

    const { refusal } = await company.give('morgan', 'alice', '130');

    expect(refusal).toBeNull();
    expect(await stateOf(core, company)).toMatchObject({ leftMinor: -3_000n, reservedMinor: 13_000n });
  });

  it('may go below zero in the database for as long as it is soft', async () => {
    const { core, company } = await start('2026-11-16T09:00:00Z', {});
    const { id } = await company.department('Engineering');
    async function floor() {
      const budget = core.db.selectFrom('account').select('floor').where('owner_id', '=', id);
      return (await budget.where('kind', '=', 'budget').executeTakeFirst())?.floor;
    }

    const floors = [await floor()];
    for (const isSoft of [true, false]) {
      await set(core, company, { isSoft });
      floors.push(await floor());
    }

    expect(floors).toEqual([0n, null, 0n]);
  });

  it('puts aside more than it has, and cannot become hard while it is overspent', async () => {
    const { core, company } = await start('2026-11-16T09:00:00Z', { isSoft: true });

    await company.give('morgan', 'alice', '130');
    const hardened = await set(core, company, { isSoft: false });
    const raised = await set(core, company, { isSoft: false, amountMinor: 13_000n });

    expect(await stateOf(core, company)).toMatchObject({
      leftMinor: 0n,
      reservedMinor: 13_000n,
      isSoft: false,
    });
    expect(hardened).toMatchObject({ refusal: { kind: 'budget-below-spent' } });
    expect(raised).toMatchObject({ ok: true });
  });
});
