import { afterAll, describe, expect, it } from 'vitest';
import type { JobDeps } from '#jobs/job-deps.ts';
import { tellWeekJob } from '#jobs/tell-week.ts';
import type { NotificationToSend } from '#src/app.ts';
import { notificationCard } from '#src/chat/cards/notification-card.ts';
import { weekChart } from '#src/chat/cards/week-chart.ts';
import type { WeekReport } from '#src/domain/message/week-report.ts';
import { createWords } from '#src/words/words.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { type CompanyOptions, makeCompany } from '#test/helpers/company.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** A company whose clock shows Monday the 23rd of November, at this hour; in the two weeks before, it gave. */
async function monday(time = '08:00:00', options: CompanyOptions = {}) {
  const core = makeCore(database.db);
  core.clock.set('2026-11-10T10:00:00Z');
  const company = await makeCompany(core, options);
  await company.give('morgan', 'alice', '10');
  core.clock.set('2026-11-18T10:00:00Z');
  await company.give('morgan', 'alice', '25');
  core.clock.set(`2026-11-23T${time}Z`);
  async function run(): Promise<void> {
    if (!('run' in tellWeekJob)) throw new Error('it runs an id at a time');
    await tellWeekJob.run(core as unknown as JobDeps, 'all');
  }
  async function told() {
    const rows = await core.db
      .selectFrom('notification')
      .innerJoin('person', (join) =>
        join
          .onRef('person.organization_id', '=', 'notification.organization_id')
          .onRef('person.id', '=', 'notification.person_id'),
      )
      .select(['person.name', 'notification.detail'])
      .where('notification.organization_id', '=', company.organization.id)
      .where('kind', '=', 'report.week')
      .orderBy('person.name')
      .execute();
    return rows.map(({ name, detail }) => ({ name, detail: detail as unknown as WeekReport }));
  }
  return { core, company, run, told };
}

describe('the week of a manager', () => {
  it('comes once, on Monday morning: what they may give and until when, who had nothing, what was given', async () => {
    const { run, told } = await monday();

    await Promise.all([run(), run()]);
    await run();

    const rows = await told();
    expect(rows.map(({ name }) => name)).toEqual(['Morgan Reyes']);
    expect(rows[0]?.detail).toEqual({
      week: '2026-11-23',
      department: 'Engineering',
      timeZone: 'UTC',
      left: { left: { amountMinor: '46500', currency: 'USD' }, until: '2026-12-01T00:00:00.000Z' },
      without: { people: 0, count: 0, names: [] },
      waiting: 0,
      given: [
        {
          gifts: 1,
          given: { amountMinor: '2500', currency: 'USD' },
          before: { amountMinor: '1000', currency: 'USD' },
        },
      ],
    });
  });

  it.each([
    ['07:59:00', 'UTC', 0],
    ['08:00:00', 'UTC', 1],
    ['13:59:00', 'America/Chicago', 0],
    ['14:00:00', 'America/Chicago', 1],
  ])('comes by the clocks of their department: at %s UTC in %s to %s', async (time, timeZone, count) => {
    const { run, told } = await monday(time, { timeZone });

    await run();

    expect(await told()).toHaveLength(count);
  });

  it('comes a day late at most', async () => {
    const { core, company, run, told } = await monday('07:00:00');

    core.clock.set('2026-11-25T08:00:00Z');
    await run();
    const onWednesday = await told();
    await company.give('morgan', 'bob', '5');
    core.clock.set('2026-12-01T23:00:00Z');
    await run();

    expect(onWednesday).toEqual([]);
    expect((await told()).map(({ detail }) => detail.week)).toContain('2026-11-30');
  });

  it('does not come to who turned it off, nor to who has left', async () => {
    const { core, company, run, told } = await monday();
    const person = await company.person('morgan');
    await core.app.message.chooseNews({ person, kind: 'report.week', isWanted: false });
    await core.db
      .updateTable('person')
      .set({ deactivated_at: core.clock.now() })
      .where('id', '=', (await company.person('dana')).id)
      .execute();

    await run();

    expect(await told()).toEqual([]);
  });

  it('does not come to who left after the figures were read', async () => {
    const { core, company, told } = await monday();
    const [due] = (await core.app.report.findDueWeeks()).filter(
      ({ person }) => person.organizationId === company.organization.id,
    );
    if (!due) throw new Error('nobody is due');
    await core.db
      .updateTable('person')
      .set({ deactivated_at: core.clock.now() })
      .where('id', '=', due.person.id)
      .execute();
    const without = { people: 1, count: 1, names: ['Bob'] };
    const detail = { week: due.week, department: 'x', timeZone: 'UTC', left: undefined, own: undefined };

    await core.app.report.tellWeek(due.person, { ...detail, without, waiting: 0, given: [] });

    expect(await told()).toEqual([]);
  });

  it('does not come where there is nothing to say but what is left', async () => {
    const { core, company, run, told } = await monday();
    await company.give('dana', 'mallory', '5');
    core.clock.set('2026-12-07T08:00:00Z');

    await run();

    expect(await told()).toEqual([]);
  });

  it('reads as a message with a picture of two weeks, and says how to stop it', async () => {
    const { run, told } = await monday();
    await run();
    const detail = (await told())[0]?.detail as WeekReport;
    const toSend = {
      content: { kind: 'report.week', detail },
      channel: 'email',
    } as unknown as NotificationToSend;

    const card = notificationCard(createWords(), toSend);

    expect([card.title, ...card.blocks.map((block) => ('text' in block ? block.text : block.kind))]).toEqual([
      'Your week in Engineering',
      'Your department may still give $465.00 until December 1, 2026.',
      'Engineering gave $25.00 in 1 gift last week, $10.00 the week before.',
      'If you do without this, turn it off under “What we tell you” on the web pages.',
    ]);
    expect(weekChart(createWords(), detail)).toMatchObject({
      alt: 'Engineering gave $25.00 last week and $10.00 the week before.',
      bars: [{ amountMinor: 2_500n }, { amountMinor: 1_000n }],
    });
  });
});
