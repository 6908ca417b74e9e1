import { afterAll, describe, expect, it } from 'vitest';
import { type GivingRules, NO_RULES } from '#src/domain/budget/giving-rules.ts';
import type { PeriodKind } from '#src/domain/kit/period.ts';
import { type Company, personRow } from '#test/helpers/company.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { wholeRules } from '#src/domain/budget/rules-in-force.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

async function start() {
  const core = makeCore(database.db);
  return { core, company: await makeCompanyWithApprovers(core) };
}

/** Sets rules for every department that gives in dollars. */
async function rule(core: TestCore, { organization }: Company, rules: Partial<GivingRules>): Promise<void> {
  const scope = { organizationId: organization.id, departmentId: null, currency: 'USD' };
  await core.app.budget.setRules({ scope, rules: wholeRules({ ...NO_RULES, ...rules }), actorId: null });
}

describe('a yearly cap', () => {
  it('counts what every department gives, and what was given before there was a cap', async () => {
    const { core, company } = await start();
    await company.give('morgan', 'bob', '30');
    await rule(core, company, { recipientYearMinor: 10_000n });

    const { refusal: none } = await company.give('dana', 'bob', '60');
    const { refusal } = await company.give('morgan', 'bob', '10.01');

    expect(none).toBeNull();
    expect(refusal).toMatchObject({ kind: 'over-cap', left: { amountMinor: '1000' }, year: '2026' });
  });

  it("runs over the organization's year, whichever zone a department is in", async () => {
    const { core, company } = await start();
    core.clock.set('2026-12-30T12:00:00Z');
    const department = await company.department('Design');
    const zone = { department, amountMinor: 20_000n, actorId: null, timeZone: 'America/Los_Angeles' };
    await core.app.budget.set(zone);
    await rule(core, company, { recipientYearMinor: 10_000n });
    await company.give('dana', 'bob', '80');

    core.clock.set('2027-01-01T03:00:00Z');
    const inTheNew = await company.give('dana', 'bob', '50');
    const { refusal } = await company.give('morgan', 'bob', '60');

    expect(inTheNew.refusal).toBeNull();
    expect(refusal).toMatchObject({ kind: 'over-cap', left: { amountMinor: '5000' }, year: '2027' });
  });

  it('is never passed by many who give at once', async () => {
    const { core, company } = await start();
    await rule(core, company, { recipientYearMinor: 10_000n });

    const given = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        company.give(index % 2 === 0 ? 'morgan' : 'dana', 'bob', '20'),
      ),
    );

    expect(given.filter(({ refusal }) => refusal === null)).toHaveLength(5);
  });
});

describe('an allowance', () => {
  it('is free again for what was taken back', async () => {
    const { core, company } = await start();
    await rule(core, company, { allowanceMinor: { manager: 5_000n } });
    const { id } = await company.give('morgan', 'alice', '40');
    const { refusal } = await company.give('morgan', 'bob', '20');

    await core.app.gift.undo({ person: await company.person('morgan'), of: { recognitionId: id } });

    expect(refusal).toMatchObject({ kind: 'over-allowance', left: { amountMinor: '1000' } });
    expect((await company.give('morgan', 'bob', '50')).refusal).toBeNull();
  });

  it('is free again for what was taken back out of a wallet, however often it is counted anew', async () => {
    const { core, company } = await start();
    const rules = { allowanceMinor: { manager: 5_000n } };
    await rule(core, company, rules);
    const { giftId } = only((await company.give('morgan', 'alice', '40')).gifts);
    await core.app.gift.redeem({ person: await company.person('alice'), giftId });
    const asked = await core.app.approval.requestVoid({
      person: await company.person('priya'),
      giftId,
      reason: 'twice',
    });
    if (asked.ok) await company.decide('finn', asked.value.approvalId);

    await rule(core, company, rules);

    expect((await company.give('morgan', 'bob', '50')).refusal).toBeNull();
  });

  it('is not free again for what was taken back of a department that never counted it', async () => {
    const { core, company } = await start();
    const priya = await company.person('priya');
    const [design, engineering] = await Promise.all(['Design', 'Engineering'].map(company.department));
    const scope = {
      organizationId: company.organization.id,
      departmentId: design?.id ?? '',
      currency: 'USD',
    };
    await core.app.budget.setRules({
      scope,
      rules: { ...NO_RULES, allowanceMinor: { hr: 10_000n } },
      actorId: null,
    });
    const { id: recipientId } = await company.person('alice');
    async function giveFrom(departmentId: string | undefined, key: string) {
      const gift = { key, recipientId, departmentId: departmentId ?? '', amount: '100', currency: 'USD' };
      const [outcome] = await core.app.recognition.giveInBulk(priya, [
        { ...gift, occasion: '', message: '' },
      ]);
      return outcome?.status;
    }
    const first = await giveFrom(design?.id, 'first');
    await giveFrom(engineering?.id, 'beside');
    const { id: giftId } = await core.db
      .selectFrom('gift')
      .select('id')
      .where('department_id', '=', engineering?.id ?? '')
      .executeTakeFirstOrThrow();

    const undone = await core.app.gift.undo({ person: priya, of: { giftId } });

    expect([first, undone.ok]).toEqual(['given', true]);
    expect(await giveFrom(design?.id, 'second')).toBe('refused');
  });

  it('is inside one budget: what was given out of another, before its giver moved, is not counted', async () => {
    const { core, company } = await start();
    await rule(core, company, { allowanceMinor: { manager: 5_000n } });
    await company.give('morgan', 'alice', '40');
    const { refusal } = await company.give('morgan', 'alice', '20');
    function move(department: string) {
      return core.app.people.import(company.organization, [personRow('Morgan Reyes', department, 'manager')]);
    }

    await move('Design');
    const inDesign = await company.give('morgan', 'alice', '50');
    await move('Engineering');
    const back = await company.give('morgan', 'alice', '20');

    expect([refusal, inDesign.refusal, back.refusal]).toMatchObject([
      { kind: 'over-allowance', left: { amountMinor: '1000' } },
      null,
      { kind: 'over-allowance', left: { amountMinor: '1000' } },
    ]);
  });

  it('counts over the days of the zone that the department is in now', async () => {
    const { core, company } = await start();
    core.clock.set('2026-12-01T02:00:00Z');
    await rule(core, company, { allowanceMinor: { manager: 5_000n } });
    await company.give('morgan', 'alice', '40');
    const department = await company.department('Engineering');
    const moved = { department, amountMinor: 50_000n, actorId: null, timeZone: 'America/Los_Angeles' };

    core.clock.set('2026-12-16T10:00:00Z');
    await core.app.budget.set(moved);

    // There it was still November.
    expect((await company.give('morgan', 'bob', '50')).refusal).toBeNull();
  });

  it('counts a gift in the period that it was asked for in, when it is approved in the next', async () => {
    const { core, company } = await start();
    await rule(core, company, { allowanceMinor: { manager: 15_000n }, approvalOverMinor: 10_000n });
    core.clock.set('2026-11-30T23:00:00Z');
    const { approvalId } = await company.reserve('morgan', 'alice', '120');
    core.clock.set('2026-12-01T01:00:00Z');
    await company.decide('ada', approvalId);

    expect((await company.give('morgan', 'bob', '100')).refusal).toBeNull();
  });

  it('is free again for a gift of before the department changed its periods', async () => {
    const { core, company } = await start();
    await rule(core, company, { allowanceMinor: { manager: 5_000n } });
    const { id } = await company.give('morgan', 'alice', '40');
    await setPeriods('quarter', { core, company });
    await company.give('morgan', 'bob', '10');

    await core.app.gift.undo({ person: await company.person('morgan'), of: { recognitionId: id } });

    expect((await company.give('morgan', 'bob', '40')).refusal).toBeNull();
  });

  it('still counts what was given while the department had other periods', async () => {
    const { core, company } = await start();
    await rule(core, company, { allowanceMinor: { manager: 5_000n } });
    await company.give('morgan', 'alice', '10');
    await setPeriods('quarter', { core, company });
    await company.give('morgan', 'alice', '40');
    await setPeriods('month', { core, company });

    const { refusal } = await company.give('morgan', 'alice', '1');

    expect(refusal).toMatchObject({ kind: 'over-allowance', left: { amountMinor: '0' } });
  });
});

async function setPeriods(period: PeriodKind, { core, company }: Awaited<ReturnType<typeof start>>) {
  const department = await company.department('Engineering');
  await core.app.budget.set({ department, amountMinor: 50_000n, period, actorId: null });
}

function only<T>([first, ...others]: readonly T[]): T {
  if (!first || others.length > 0) throw new Error('there is not just one');
  return first;
}
