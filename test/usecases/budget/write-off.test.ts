import { describe, expect, it } from 'vitest';
import { dropWhenProved } from '#test/helpers/verify-ledger.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { operatorOf } from '#test/helpers/reads.ts';

const database = await createTestDatabase();
dropWhenProved(database);
/** Engineering with a soft budget of 100 in November, overspent by 30. */
async function start() {
  const core = makeCore(database.db);
  core.clock.set('2026-11-16T09:00:00Z');
  const company = await makeCompanyWithApprovers(core, { engineering: null, design: null });
  const department = await company.department('Engineering');
  await core.app.budget.set({ department, amountMinor: 10_000n, isSoft: true, actorId: null });
  const { approvalId, recognitionId } = await company.reserve('morgan', 'alice', '130');
  await company.decide('ada', approvalId);
  const { id: actorId } = await company.person('finn');
  function writeOff() {
    return core.app.budget.writeOff({ department, reason: 'agreed', actorId });
  }
  return { core, company, department, actorId, recognitionId, writeOff };
}

const NOTHING = { ok: false, refusal: { kind: 'nothing-overspent', department: 'Engineering' } };

describe('an overdraft that is written off', () => {
  it('is paid by funding while its period runs, and the next one begins whole', async () => {
    const { core, company, writeOff } = await start();

    expect(await writeOff()).toEqual({ ok: true, value: [{ period: '2026-11-01', amountMinor: 3_000n }] });
    expect(await company.left('Engineering')).toBe(0n);
    core.clock.set('2026-12-02T09:00:00Z');
    expect(await company.left('Engineering')).toBe(10_000n);
    expect(await writeOff()).toEqual(NOTHING);
  });

  it('is given back to the next period, if that had paid it', async () => {
    const { core, company, writeOff } = await start();
    core.clock.set('2026-12-02T09:00:00Z');
    await company.give('morgan', 'alice', '10');
    expect(await company.left('Engineering')).toBe(6_000n);

    expect(await writeOff()).toEqual({ ok: true, value: [{ period: '2026-11-01', amountMinor: 3_000n }] });

    expect(await company.left('Engineering')).toBe(9_000n);
    expect(await writeOff()).toEqual(NOTHING);
  });

  it('is found where another kind of period has begun', async () => {
    const { core, company, department, writeOff } = await start();
    await core.app.budget.set({ department, amountMinor: 50_000n, period: 'quarter', actorId: null });
    const ended = await core.app.queries.budget.listEnded(operatorOf(company.organization.id));

    expect(ended).toMatchObject([{ period: '2026-11-01', leftMinor: -3_000n }]);
    expect(await writeOff()).toEqual({ ok: true, value: [{ period: '2026-11-01', amountMinor: 3_000n }] });
    expect(await company.left('Engineering')).toBe(50_000n);
  });

  it('leaves what a policy grants as it is: setting the same amount again takes nothing back', async () => {
    const { core, company, department, writeOff } = await start();
    await writeOff();

    await core.app.budget.set({ department, amountMinor: 10_000n, actorId: null });

    expect(await company.left('Engineering')).toBe(0n);
  });

  it('does not come back a second time when its gift is taken back', async () => {
    const { core, company, recognitionId, writeOff } = await start();
    core.clock.set('2026-12-02T09:00:00Z');
    await company.give('morgan', 'alice', '10');
    await writeOff();
    const person = await company.person('priya');
    const { gifts } = (await core.app.queries.recognition.find(
      operatorOf(company.organization.id),
      recognitionId,
    )) ?? { gifts: [] };

    const giftId = gifts[0]?.giftId ?? '';
    const asked = await core.app.approval.requestVoid({ person, giftId, reason: 'given twice' });
    const approved = await company.decide('finn', asked.ok ? asked.value.approvalId : '');

    expect(approved).toMatchObject({ value: { late: { carriedMinor: 0n, returnedMinor: 13_000n } } });
    expect(await company.left('Engineering')).toBe(9_000n);
  });

  it('is on record with who did it and why, and only once it is done', async () => {
    const { core, company, department, actorId, writeOff } = await start();
    const plan = await core.app.budget.planWritingOff(department);
    function recorded() {
      return core.db
        .selectFrom('activity')
        .select(['actor_id', 'detail'])
        .where('organization_id', '=', company.organization.id)
        .where('kind', '=', 'budget.written-off')
        .execute();
    }

    expect(plan).toEqual({ ok: true, value: [{ period: '2026-11-01', amountMinor: 3_000n }] });
    expect(await recorded()).toEqual([]);
    await writeOff();
    expect(await recorded()).toMatchObject([
      {
        actor_id: actorId,
        detail: { departmentId: department.id, period: '2026-11-01', grantedMinor: '3000', reason: 'agreed' },
      },
    ]);
  });

  it('is refused where nothing is owed', async () => {
    const { core, company } = await start();
    const department = await company.department('Design');
    await core.app.budget.set({ department, amountMinor: 10_000n, actorId: null });

    expect(await core.app.budget.writeOff({ department, reason: 'why not', actorId: null })).toMatchObject({
      refusal: { kind: 'nothing-overspent', department: 'Design' },
    });
  });
});
