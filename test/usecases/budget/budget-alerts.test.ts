import { afterAll, describe, expect, it } from 'vitest';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** Engineering has 100 a month; Ada and Ben own its budget, and Finn of finance that of Design. */
async function start() {
  const core = makeCore(database.db);
  const company = await makeCompanyWithApprovers(core, { engineering: 10_000n, design: 10_000n });
  async function alerts() {
    const rows = await core.db
      .selectFrom('notification')
      .innerJoin('person', 'person.id', 'notification.person_id')
      .select(['person.name', 'notification.detail'])
      .where('notification.organization_id', '=', company.organization.id)
      .where('notification.kind', '=', 'budget.alert')
      .orderBy('notification.id')
      .execute();
    return rows.map(({ name, detail }) => `${name.split(' ')[0]} ${String(detail.percent)}`);
  }
  return { core, company, alerts };
}

describe('a budget that is nearly used up', () => {
  it('is told to its owners once at 75, 90 and 100 percent', async () => {
    const { core, company, alerts } = await start();
    const seen: string[][] = [];

    for (const amount of ['74', '1', '10', '5', '9', '1']) {
      await company.give('morgan', 'alice', amount);
      seen.push(await alerts());
    }

    const [at75, at90, at100] = ['75', '90', '100'].map((percent) => [`Ada ${percent}`, `Ben ${percent}`]);
    expect(seen).toEqual([
      [],
      at75,
      at75,
      [...(at75 ?? []), ...(at90 ?? [])],
      [...(at75 ?? []), ...(at90 ?? [])],
      [...(at75 ?? []), ...(at90 ?? []), ...(at100 ?? [])],
    ]);
    expect(core.queue.take('send-notification')).toHaveLength(6);
  });

  it('is told by its highest threshold alone when one batch passes several, and anew in the next month', async () => {
    const { core, company, alerts } = await start();

    await company.give('dana', 'mallory', '95');
    core.clock.set('2026-12-16T10:00:00Z');
    await company.give('dana', 'mallory', '80');

    expect(await alerts()).toEqual(['Finn 90', 'Finn 75']);
  });

  it('is told of its own gifts alone when one batch gives from several', async () => {
    const { core, company, alerts } = await start();
    const asked = [
      await company.ask('morgan', 'alice', '80'),
      await company.ask('dana', 'mallory', '60'),
      await company.ask('dana', 'mallory', '20'),
    ];

    await core.app.recognition.issue(asked.map(({ id }) => id));

    expect(await alerts()).toEqual(['Ada 75', 'Ben 75', 'Finn 75']);
  });

  it('is not told again when money came back and is given again', async () => {
    const { company, alerts } = await start();
    await company.setBudget('Design', 20_000n);
    const { approvalId } = await company.reserve('dana', 'mallory', '160');
    await company.decide('finn', approvalId, 'not now');

    await company.reserve('dana', 'mallory', '160');

    expect(await alerts()).toEqual(['Finn 75']);
  });
});

describe('a budget that is made smaller', () => {
  it('is told by the threshold that its lower amount reaches, and not again when it is raised and lowered', async () => {
    const { core, company, alerts } = await start();
    await company.give('morgan', 'alice', '60');

    await company.setBudget('Engineering', 8_000n);
    const at75 = await alerts();
    expect(core.queue.take('send-notification')).toHaveLength(2);
    await company.setBudget('Engineering', 20_000n);
    await company.setBudget('Engineering', 8_000n);
    await company.give('morgan', 'alice', '1');

    expect(at75).toEqual(['Ada 75', 'Ben 75']);
    expect(await alerts()).toEqual(at75);
    await company.setBudget('Engineering', 6_100n);
    expect(await alerts()).toEqual(['Ada 75', 'Ben 75', 'Ada 100', 'Ben 100']);
  });

  it('tells nothing when it is raised, or when nothing was given from it', async () => {
    const { core, company, alerts } = await start();
    await company.setBudget('Engineering', 0n);
    await company.setBudget('Engineering', 10_000n);
    await company.give('morgan', 'alice', '74');

    await company.setBudget('Engineering', 9_900n);
    await company.setBudget('Engineering', 9_950n);

    expect(await alerts()).toEqual([]);
    expect(core.queue.take('send-notification')).toEqual([]);
  });

  it('tells nothing when the lower amount is refused', async () => {
    const { company, alerts } = await start();
    await company.give('morgan', 'alice', '60');

    await company.setBudget('Engineering', 5_000n);

    expect(await alerts()).toEqual([]);
  });

  it('is told when more than all of a soft one is given away already', async () => {
    const { core, company, alerts } = await start();
    const department = await company.department('Engineering');
    await company.give('morgan', 'alice', '60');

    await core.app.budget.set({ department, amountMinor: 0n, isSoft: true, actorId: null });

    expect(await alerts()).toEqual(['Ada 100', 'Ben 100']);
  });

  it('is told again in a period of another length, of which it has used as much', async () => {
    const { core, company, alerts } = await start();
    const department = await company.department('Engineering');
    function setTo(period: 'month' | 'quarter', amountMinor: bigint) {
      return core.app.budget.set({ department, amountMinor, period, actorId: null });
    }
    await company.give('morgan', 'alice', '50');
    await setTo('quarter', 20_000n);
    await company.give('morgan', 'alice', '50');
    const before = await alerts();

    await setTo('month', 6_000n);

    expect(before).toEqual([]);
    expect(await alerts()).toEqual(['Ada 75', 'Ben 75']);
  });

  it('is told when its money moves to another, whose owners are told nothing', async () => {
    const { core, company, alerts } = await start();
    const [from, to] = [await company.department('Engineering'), await company.department('Design')];
    function move(amountMinor: bigint) {
      return core.app.budget.move({ id: core.newId(), from, to, amountMinor, reason: '', actorId: null });
    }
    await company.give('morgan', 'alice', '60');
    await company.give('dana', 'mallory', '70');

    await move(1_900n);
    expect(await alerts()).toEqual([]);
    await move(100n);
    await move(100n);

    expect(await alerts()).toEqual(['Ada 75', 'Ben 75']);
    expect(core.queue.take('send-notification')).toHaveLength(2);
  });
});
