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
      .selectFrom('notice')
      .innerJoin('person', 'person.id', 'notice.person_id')
      .select(['person.name', 'notice.detail'])
      .where('notice.organization_id', '=', company.organization.id)
      .where('notice.kind', '=', 'budget.alert')
      .orderBy('notice.id')
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
    expect(core.queue.take('send-notice')).toHaveLength(6);
  });

  it('is told by its highest threshold alone when one batch passes several, and anew in the next month', async () => {
    const { core, company, alerts } = await start();

    await company.give('dana', 'mallory', '95');
    core.clock.set('2026-12-16T10:00:00Z');
    await company.give('dana', 'mallory', '80');

    expect(await alerts()).toEqual(['Finn 90', 'Finn 75']);
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
