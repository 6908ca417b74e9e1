import { afterAll, describe, expect, it } from 'vitest';
import { syncPeopleJob } from '#jobs/sync-people.ts';
import type { JobDeps } from '#jobs/job-deps.ts';
import { notificationCard } from '#src/chat/cards/notification-card.ts';
import type { NotificationToSend } from '#src/app.ts';
import { createWords } from '#src/words/words.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { createPeopleSource } from '#src/process/people-source/create-people-source.ts';
import { startReceiver } from '#test/servers/webhook-receiver.ts';

const database = await createTestDatabase();
const hr = await startReceiver();
afterAll(async () => {
  await hr.stop();
  await database.drop();
});

const HEADER = 'Email,Full name,Department\n';
const ALL = `${HEADER}morgan@example.com,Morgan Reyes,Engineering
alice@example.com,Alice Ito,Engineering
bob@example.com,Bob Olsen,Engineering
dana@example.com,Dana Weiss,Design
mallory@example.com,Mallory Quint,Design
priya@example.com,Priya Nair,People
zoe@example.com,Zoe Adler,People
`;

/** A company with an admin, and the server from which its people are read. */
async function start({ leavers = false } = {}) {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  const { organization } = company;
  await core.app.people.import(organization, [personRow('Zoe Adler', 'People', 'admin')]);
  const source = createPeopleSource({ from: hr.url, at: '05:00', leavers, allowedNetworks: [] });
  hr.calls.splice(0);
  function serves(text: string, etag?: string): void {
    hr.answer((response, { headers }) => {
      if (etag !== undefined && headers['if-none-match'] === etag) response.writeHead(304).end();
      else response.writeHead(200, { 'content-type': 'text/csv', ...(etag && { etag }) }).end(text);
    });
  }
  async function sync(more: { isDry?: boolean; areLeaversMeant?: boolean } = {}) {
    return core.app.people.sync(organization.id, { source, actorId: null, ...more });
  }
  async function tick(): Promise<void> {
    if (!('run' in syncPeopleJob)) throw new Error('it runs an id at a time');
    const peopleSync = { organizationId: organization.id, source };
    await syncPeopleJob.run({ ...core, peopleSync } as unknown as JobDeps, 'all');
  }
  async function states() {
    const rows = await core.db
      .selectFrom('person')
      .innerJoin('department', (join) =>
        join
          .onRef('department.id', '=', 'person.department_id')
          .onRef('department.organization_id', '=', 'person.organization_id'),
      )
      .select([
        'person.name',
        'person.role',
        'department.name as department',
        'deactivated_at',
        'email',
        'manager_id',
      ])
      .where('person.organization_id', '=', organization.id)
      .orderBy('person.name')
      .execute();
    return rows;
  }
  async function runs() {
    const admin = await company.person('zoe');
    return (await core.app.queries.people.listImports(admin)).filter(({ source: from }) => from === 'clock');
  }
  async function news() {
    return core.db
      .selectFrom('notification')
      .select(['detail', 'person_id'])
      .where('organization_id', '=', organization.id)
      .where('kind', '=', 'people.not-synced')
      .orderBy('created_at')
      .execute();
  }
  return { core, company, serves, sync, tick, states, runs, news };
}

function leaversOf(rows: readonly { name: string; deactivated_at: Date | null }[]): string[] {
  return rows.filter(({ deactivated_at: at }) => at).map(({ name }) => name);
}

describe('people who are read from where the company keeps them', () => {
  it('change as the file says, and not where it has no column', async () => {
    const { serves, sync, states } = await start();
    const before = await states();
    serves(ALL.replace('bob@example.com,Bob Olsen,Engineering', 'bob@example.com,Bob Olsen-Hill,Design'));

    const dry = await sync({ isDry: true });
    const untouched = await states();
    const report = await sync();

    expect(untouched).toEqual(before);
    expect(dry?.detail).toEqual(report?.detail);
    expect(report).toMatchObject({ status: 'done', detail: { added: 0, changed: 1, left: 0, badCount: 0 } });
    expect(await states()).toEqual(
      before.map((one) =>
        one.email === 'bob@example.com' ? { ...one, name: 'Bob Olsen-Hill', department: 'Design' } : one,
      ),
    );
  });

  it('stay when they are not in the file, unless it says who works here', async () => {
    const staying = await start();
    const leaving = await start({ leavers: true });
    const short = ALL.split('\n')
      .filter((line) => !line.includes('Mallory'))
      .join('\n');
    staying.serves(short);

    await staying.sync();
    await leaving.sync();

    expect([leaversOf(await staying.states()), leaversOf(await leaving.states())]).toEqual([
      [],
      ['Mallory Quint'],
    ]);
  });

  it.each([
    ['an empty file', ''],
    ['a header alone', HEADER],
    ['a page', '<!doctype html><title>Sign in</title>'],
    ['something else', '{"error":"no such report"}'],
    ['rows that name nobody', `${HEADER},,\nx,y,z\n`],
  ])('all stay when %s comes', async (_, text) => {
    const { serves, sync, states } = await start({ leavers: true });
    const before = await states();
    serves(text);

    const report = await sync({ areLeaversMeant: true });

    expect(report?.status).toBe('failed');
    expect(await states()).toEqual(before);
  });

  it('all stay when too many would leave, until an admin says that they do', async () => {
    const { serves, sync, states } = await start({ leavers: true });
    serves(ALL.split('\n').slice(0, 3).join('\n'));

    const held = await sync();
    const then = (await states()).filter(({ deactivated_at: at }) => at).length;
    const meant = await sync({ areLeaversMeant: true });

    expect([held?.status, held?.detail.leaving, held?.detail.active, then]).toEqual(['held', 5, 7, 0]);
    expect([meant?.status, meant?.detail.left]).toEqual(['done', 5]);
  });

  it('are brought up to date by good rows while a bad one is left out, and then nobody leaves', async () => {
    const { serves, sync, states } = await start({ leavers: true });
    const rows = ALL.split('\n')
      .filter((line) => !line.includes('Mallory'))
      .join('\n');
    serves(`${rows.replace('Alice Ito,Engineering', 'Alice Ito,Design')}no-address,Nora Lind,Design\n`);

    const report = await sync();

    expect(report?.detail).toMatchObject({
      changed: 1,
      left: 0,
      badCount: 1,
      areAbsentKept: true,
      bad: [{ line: 8, column: 'Email', kind: 'not-address', text: 'no-address' }],
    });
    expect((await states()).find(({ name }) => name === 'Alice Ito')?.department).toBe('Design');
  });

  it('keep the roles and rights that a file cannot give', async () => {
    const { serves, sync, states } = await start();
    serves(`email,name,department,role
alice@example.com,Alice Ito,Engineering,admin
dana@example.com,Dana Weiss,Engineering,manager
bob@example.com,Bob Olsen,Design,employee
`);

    const report = await sync();

    expect(report?.detail.bad.map(({ line, kind, text }) => [line, kind, text])).toEqual([
      [2, 'off-limits', 'role'],
      [3, 'off-limits', 'department'],
    ]);
    const after = new Map((await states()).map(({ name, role, department }) => [name, [role, department]]));
    expect([after.get('Alice Ito'), after.get('Dana Weiss'), after.get('Bob Olsen')]).toEqual([
      ['employee', 'Engineering'],
      ['manager', 'Design'],
      ['employee', 'Design'],
    ]);
  });
});

describe('the clock', () => {
  it('has them read once a day, whichever worker comes first, and not again where nothing is new', async () => {
    const { core, serves, tick, runs } = await start();
    serves(ALL.replace('Bob Olsen,Engineering', 'Bob Olsen,Design'), '"v1"');
    core.clock.set('2026-11-17T05:00:00Z');

    await Promise.all([tick(), tick()]);
    await tick();
    core.clock.set('2026-11-18T04:59:00Z');
    await tick();
    const oneDay = (await runs()).map(({ status }) => status);
    core.clock.set('2026-11-18T05:01:00Z');
    await tick();

    expect(oneDay).toEqual(['done']);
    expect((await runs()).map(({ status }) => status)).toEqual(['unchanged', 'done']);
  });

  it('tells admins once when it fails, tries again an hour later, and says what was wrong', async () => {
    const { core, company, tick, runs, news } = await start();
    hr.answer((response) => response.writeHead(500).end());
    core.clock.set('2026-11-17T05:00:00Z');
    await tick();
    core.clock.set('2026-11-17T05:30:00Z');
    await tick();
    core.clock.set('2026-11-17T06:01:00Z');
    await tick();

    const told = await news();
    expect((await runs()).map(({ status, detail }) => [status, detail.why, detail.said])).toEqual([
      ['failed', 'status', '500'],
      ['failed', 'status', '500'],
    ]);
    expect(told.map(({ person_id: id }) => id)).toEqual([(await company.person('zoe')).id]);
    const content = { kind: 'people.not-synced', detail: told[0]?.detail };
    const card = notificationCard(createWords(), {
      content,
      channel: 'email',
    } as unknown as NotificationToSend);
    expect([card.title, card.summary]).toEqual([
      'People were not brought up to date',
      'People were not brought up to date. The server answered with status 500 and no file.',
    ]);
  });

  it('lets nobody leave who are too many, and tells admins how to say that they do', async () => {
    const { core, serves, tick, runs, news } = await start({ leavers: true });
    serves(ALL.split('\n').slice(0, 3).join('\n'), '"short"');
    core.clock.set('2026-11-17T05:00:00Z');
    await tick();
    core.clock.set('2026-11-18T05:00:00Z');
    await tick();

    expect((await runs()).map(({ status }) => status)).toEqual(['held', 'held']);
    const [{ detail } = {}] = await news();
    const content = { kind: 'people.not-synced', detail };
    const card = notificationCard(createWords(), {
      content,
      channel: 'email',
    } as unknown as NotificationToSend);
    expect(JSON.stringify(card.blocks)).toContain('largesse people sync --allow-leavers');
    expect(card.summary).toContain('5 of 7 people would leave');
  });
});
