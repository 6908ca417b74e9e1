import { afterAll, describe, expect, it } from 'vitest';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { leftOf, makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

describe('a department’s budget', () => {
  it('moves by the difference when it is raised in a month that has spent', async () => {
    const company = await makeCompany(makeCore(database.db), { engineering: 10_000n });
    await company.give('morgan', 'alice', '30');

    const raised = await company.setBudget('Engineering', 15_000n);

    expect(raised).toMatchObject({ ok: true, value: { grantedMinor: 15_000n, leftMinor: 12_000n } });
    expect(await company.left('Engineering')).toBe(12_000n);
  });

  it('can be lowered down to what is spent, and no further', async () => {
    const company = await makeCompany(makeCore(database.db), { engineering: 10_000n });
    await company.give('morgan', 'alice', '30');

    const below = await company.setBudget('Engineering', 2_999n);
    const onTheSpot = await company.setBudget('Engineering', 3_000n);
    const { refusal } = await company.give('morgan', 'alice', '0.01');

    expect(below).toMatchObject({
      refusal: { kind: 'budget-below-spent', spent: { amountMinor: '3000', currency: 'USD' } },
    });
    expect(onTheSpot).toMatchObject({ ok: true, value: { leftMinor: 0n } });
    expect(leftOf(refusal)).toBe(0n);
  });

  it('keeps the amount that stood when a lower one is refused', async () => {
    const company = await makeCompany(makeCore(database.db), { engineering: 10_000n });
    await company.give('morgan', 'alice', '30');

    await company.setBudget('Engineering', 2_000n);

    expect(await company.left('Engineering')).toBe(7_000n);
  });

  it('of zero refuses every gift, and funds once when it is raised from there', async () => {
    const company = await makeCompany(makeCore(database.db), { engineering: 0n });
    const { refusal } = await company.give('morgan', 'alice', '10');

    await company.setBudget('Engineering', 5_000n);
    await company.give('morgan', 'alice', '10');

    expect(leftOf(refusal)).toBe(0n);
    expect(await company.left('Engineering')).toBe(4_000n);
    expect((await verifyLedger(database.db)).ok).toBe(true);
  });

  it('that was taken to zero stays usable when it is raised in a later month', async () => {
    const core = makeCore(database.db);
    const company = await makeCompany(core, { engineering: 10_000n });
    await company.setBudget('Engineering', 0n);
    core.clock.set('2026-12-02T09:00:00Z');

    await company.setBudget('Engineering', 2_000n);
    await company.give('morgan', 'alice', '5');

    expect(await company.left('Engineering')).toBe(1_500n);
  });

  it('set twice to the same amount moves nothing', async () => {
    const company = await makeCompany(makeCore(database.db), { engineering: 10_000n });

    await company.setBudget('Engineering', 10_000n);

    expect(await company.left('Engineering')).toBe(10_000n);
  });

  it('is each department’s own', async () => {
    const company = await makeCompany(makeCore(database.db), { engineering: 10_000n, design: 4_000n });

    await company.give('morgan', 'mallory', '60');

    expect(await company.left('Engineering')).toBe(4_000n);
    expect(await company.left('Design')).toBe(4_000n);
  });
});

describe('a new month', () => {
  it('opens with the budget as set, at its first gift, without carrying over', async () => {
    const core = makeCore(database.db);
    const company = await makeCompany(core, { engineering: 10_000n });
    await company.give('morgan', 'alice', '90');
    core.clock.set('2026-12-01T00:00:00Z');

    const beforeUse = await company.left('Engineering');
    await company.give('morgan', 'alice', '95');

    expect(beforeUse).toBe(10_000n);
    expect(await company.left('Engineering')).toBe(500n);
  });

  it('begins at midnight in the department’s zone, not in ours', async () => {
    const core = makeCore(database.db);
    const company = await makeCompany(core, { engineering: 10_000n, timeZone: 'Asia/Tokyo' });
    await company.give('morgan', 'alice', '100');

    core.clock.set('2026-11-30T14:59:59.999Z');
    const lastMoment = await company.give('morgan', 'alice', '100');
    core.clock.set('2026-11-30T15:00:00Z');
    const firstMoment = await company.give('morgan', 'alice', '100');

    expect(lastMoment.refusal).toMatchObject({
      kind: 'over-budget',
      until: '2026-11-30T15:00:00.000Z',
      timeZone: 'Asia/Tokyo',
    });
    expect(firstMoment.gifts).toHaveLength(1);
  });

  it('is funded when it begins also where it had begun in the zone that the department was in before', async () => {
    const core = makeCore(database.db);
    const company = await makeCompany(core, { engineering: 10_000n });
    core.clock.set('2026-12-01T02:00:00Z');
    await company.give('morgan', 'alice', '5');
    const department = await company.department('Engineering');
    const moved = { department, amountMinor: 8_000n, actorId: null, timeZone: 'America/Los_Angeles' };
    await core.app.budget.set(moved);
    const inNovember = await company.left('Engineering');
    await core.app.budget.set({ department, amountMinor: 7_000n, actorId: null, isSoft: true });

    core.clock.set('2026-12-01T08:00:00Z');
    const { refusal } = await company.give('morgan', 'alice', '100');

    expect(inNovember).toBe(8_000n);
    expect(refusal).toBeNull();
    expect(await company.left('Engineering')).toBe(-3_500n);
  });

  it('takes up what was set last, also when nobody gave for months', async () => {
    const core = makeCore(database.db);
    const company = await makeCompany(core, { engineering: 10_000n });
    await company.setBudget('Engineering', 7_000n);
    core.clock.set('2027-05-20T12:00:00Z');

    await company.give('morgan', 'alice', '1');

    expect(await company.left('Engineering')).toBe(6_900n);
  });

  it('writes the day of a gift as the department’s calendar has it', async () => {
    const core = makeCore(database.db);
    const company = await makeCompany(core, { timeZone: 'America/Los_Angeles' });
    core.clock.set('2026-12-01T05:00:00Z');

    await company.give('morgan', 'alice', '1');

    const { day } = await database.db
      .selectFrom('spend_daily')
      .select('day')
      .where('organization_id', '=', company.organization.id)
      .executeTakeFirstOrThrow();
    expect(day).toBe('2026-11-30');
  });
});
