import { afterAll, describe, expect, it } from 'vitest';
import type { JobDeps } from '#jobs/job-deps.ts';
import { tellMonthJob } from '#jobs/tell-month.ts';
import { notificationCard } from '#src/chat/cards/notification-card.ts';
import type { Notification } from '#src/domain/message/notifications.ts';
import type { NotificationToSend } from '#src/app.ts';
import { createWords } from '#src/words/words.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** A company that gave in December and whose clock shows the first of January, at this hour. */
async function january(time: string) {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  core.clock.set('2026-11-10T10:00:00Z');
  await company.give('morgan', 'alice', '10');
  core.clock.set('2026-12-10T10:00:00Z');
  await company.give('morgan', 'alice', '25');
  await company.give('morgan', 'bob', '5');
  core.clock.set(`2027-01-01T${time}Z`);
  async function run(): Promise<void> {
    if (!('run' in tellMonthJob)) throw new Error('it runs an id at a time');
    await tellMonthJob.run(core as unknown as JobDeps, 'all');
  }
  return { core, company, run, told };

  async function told() {
    return core.db
      .selectFrom('notification')
      .innerJoin('person', (join) =>
        join
          .onRef('person.organization_id', '=', 'notification.organization_id')
          .onRef('person.id', '=', 'notification.person_id'),
      )
      .select(['person.name', 'notification.detail', 'notification.subject_id', 'notification.person_id'])
      .where('notification.organization_id', '=', company.organization.id)
      .where('kind', '=', 'report.month')
      .orderBy('person.name')
      .execute();
  }
}

describe('the monthly report', () => {
  it('comes once, on the first morning, to those who answer for money', async () => {
    const { run, told } = await january('08:00:00');

    await Promise.all([run(), run()]);
    await run();

    const rows = await told();
    expect(rows.map(({ name }) => name)).toContain('Morgan Reyes');
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    expect(rows.map(({ name }) => name)).not.toContain('Alice Ito');
    expect(rows[0]?.detail).toMatchObject({
      month: '2026-12',
      totals: [
        {
          gifts: 2,
          given: { amountMinor: '3000', currency: 'USD' },
          before: { amountMinor: '1000' },
          unclaimed: { amountMinor: '4000' },
        },
      ],
    });
  });

  it('does not come before the morning', async () => {
    const { run, told } = await january('07:59:00');

    await run();

    expect(await told()).toEqual([]);
  });

  it('does not come to who turned it off, until they want it again', async () => {
    const { core, company, run, told } = await january('08:00:00');
    const person = await company.person('morgan');
    await core.app.message.chooseNews({ person, kind: 'report.month', isWanted: false });
    await core.app.message.chooseNews({ person, kind: 'report.month', isWanted: false });

    await run();
    const names = (await told()).map(({ name }) => name);
    await core.app.message.chooseNews({ person, kind: 'report.month', isWanted: true });
    core.clock.set('2027-02-01T08:00:00Z');
    await run();

    expect(names).not.toContain('Morgan Reyes');
    expect((await told()).map(({ name }) => name)).toContain('Morgan Reyes');
  });

  it('reads as a message that says what was given, and how to stop it', async () => {
    const { run, told } = await january('08:00:00');
    await run();
    const [row] = await told();
    const content = { kind: 'report.month', detail: row?.detail } as Extract<
      Notification,
      { kind: 'report.month' }
    >;

    const card = notificationCard(createWords(), {
      content,
      channel: 'email',
    } as unknown as NotificationToSend);

    expect(card.title).toMatch(/December 2026$/u);
    expect(JSON.stringify(card.blocks)).toContain('$30.00 in 2 gifts; $10.00 in the month before.');
    expect(JSON.stringify(card.blocks)).toContain('What we tell you');
  });
});
