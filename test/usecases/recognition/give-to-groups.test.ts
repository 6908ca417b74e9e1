import { transactOn } from '#test/helpers/transact-on.ts';
import { afterAll, describe, expect, it } from 'vitest';
import type { GroupMember } from '#src/ports/chat.ts';
import { type Company, makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';
import { stateOfRecognition } from '#test/helpers/reads.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const HUMAN = { isBot: false, isDeactivated: false };

async function start(overrides: Parameters<typeof makeCore>[1] = {}) {
  const core = makeCore(database.db, overrides);
  const company = await makeCompany(core);
  return { core, company, ...helpers(core, company) };
}

function helpers(core: TestCore, company: Company) {
  function group(groupId: string): PersonRef {
    return { by: 'group', platform: 'slack', workspaceId: company.workspaceId, groupId, name: `@${groupId}` };
  }
  function setGroup(groupId: string, ...userIds: string[]): void {
    core.groups.set(
      groupId,
      userIds.map((userId): GroupMember => ({ userId })),
    );
  }
  /** Gives as the worker does: people are looked up first. */
  async function give(amount: string, recipients: PersonRef[]) {
    const { id } = await company.ask('morgan', '', amount, { recipients });
    const faults = await core.app.people.identifyMany([id]);
    if (faults.size === 0) await core.app.recognition.issue([id]);
    const { recognition, gifts } = await stateOfRecognition(core, id);
    const names = gifts.map(({ recipientName }) => recipientName);
    return { id, faults, names, refusal: recognition.refusal, recipients: recognition.recipients };
  }
  return { group, setGroup, give };
}

describe('a gift to a group', () => {
  it('goes to each of its members once, whoever else is named, and is remembered with the group', async () => {
    const { core, company, group, setGroup, give } = await start();
    setGroup('design', 'dana', 'mallory', 'alice');
    setGroup('makers', 'alice', 'bob');

    const given = await give('10', [company.ref('alice'), group('design'), group('makers')]);

    expect(given.names).toEqual(['Alice Ito', 'Bob Olsen', 'Dana Weiss', 'Mallory Quint']);
    expect(await company.left('Engineering')).toBe(46_000n);
    expect(core.askedGroups).toEqual(['design', 'makers']);
    expect(given.recipients).toEqual([
      { ...company.ref('alice'), alsoIn: ['@design', '@makers'] },
      { ...company.ref('dana'), viaGroup: '@design' },
      { ...company.ref('mallory'), viaGroup: '@design' },
      { ...company.ref('bob'), viaGroup: '@makers' },
    ]);
  });

  it('goes to a group whose members are named beside it, or by another group', async () => {
    const { company, group, setGroup, give } = await start();
    setGroup('crew', 'morgan', 'alice');
    setGroup('pair', 'alice', 'bob');

    const byName = await give('10', [group('crew'), company.ref('alice'), company.ref('dana')]);
    const byGroup = await give('10', [group('pair'), group('crew')]);

    expect(byName).toMatchObject({ names: ['Alice Ito', 'Dana Weiss'], refusal: null });
    expect(byGroup).toMatchObject({ names: ['Alice Ito', 'Bob Olsen'], refusal: null });
  });

  it('leaves out the giver, bots and who has left, and links members whom the platform vouches for', async () => {
    const { core, company, group, setGroup, give } = await start();
    setGroup('crew', 'morgan', 'alice', 'B1', 'U-left', 'U-new', 'bob');
    core.directory.set('B1', { name: 'Polly', isBot: true, isDeactivated: false });
    core.directory.set('U-left', { name: 'Leah', isBot: false, isDeactivated: true });
    core.directory.set('U-new', { ...HUMAN, name: 'Mallory', email: 'mallory@example.com' });
    await transactOn(core.db, (tx) =>
      tx
        .deleteFrom('identity')
        .where('user_id', '=', 'mallory')
        .where('organization_id', '=', company.organization.id)
        .execute(),
    );
    const { id } = await company.person('bob');
    await transactOn(core.db, (tx) =>
      tx.updateTable('person').set({ deactivated_at: new Date() }).where('id', '=', id).execute(),
    );

    const given = await give('10', [group('crew')]);

    expect(given).toMatchObject({ names: ['Alice Ito', 'Mallory Quint'], refusal: null });
  });

  it('is refused as a whole when members are not known, naming them', async () => {
    const { core, company, group, setGroup, give } = await start();
    setGroup('crew', 'alice', 'U8', 'U9');
    core.directory.set('U8', { ...HUMAN, name: 'Zoe Lind' });

    const given = await give('10', [group('crew')]);

    expect(given.refusal).toEqual({ kind: 'unknown-members', group: '@crew', names: ['Zoe Lind', ''] });
    expect(await company.left('Engineering')).toBe(50_000n);
  });

  it.each([
    ['that is empty', [], { kind: 'empty-group', name: '@crew' }],
    ['of nobody but the giver', ['morgan'], { kind: 'empty-group', name: '@crew' }],
    ['that the platform does not show', undefined, { kind: 'unknown-group', name: '@crew' }],
    [
      'that is too large',
      Array.from({ length: 101 }, (_, index) => `U${index}`),
      { kind: 'too-many-people', people: 102, most: 100 },
    ],
  ])('is refused for a group %s', async (_, members, refusal) => {
    const { core, company, group, setGroup, give } = await start();
    if (members) setGroup('crew', ...members);

    const given = await give('1', [company.ref('alice'), group('crew')]);

    expect(given.refusal).toEqual(refusal);
    expect(core.askedFor).toEqual([]);
  });

  it('is given to a hundred people, and not to one more', async () => {
    const { core, company, group, setGroup, give } = await start();
    const names = Array.from({ length: 101 }, (_, index) => `P${index} Doe`);
    await core.app.people.import(
      company.organization,
      names.map((name) => personRow(name, 'Design')),
    );
    const userIds = names.map((_, index) => `p${index}`);
    setGroup('all', ...userIds.slice(0, 100));

    const hundred = await give('1', [group('all'), company.ref('p3')]);
    const more = await give('1', [group('all'), company.ref('p100')]);

    expect(hundred.names).toHaveLength(100);
    expect(more.refusal).toEqual({ kind: 'too-many-people', people: 101, most: 100 });
  });

  it('waits alone while its platform cannot be asked', async () => {
    const { core, company, group } = await start({
      async findChatGroup() {
        throw new Error('the platform is down');
      },
    });
    const stuck = await company.ask('morgan', '', '1', { recipients: [group('crew')] });
    const fine = await company.ask('morgan', 'alice', '1');

    const faults = await core.app.people.identifyMany([stuck.id, fine.id]);

    expect([...faults]).toEqual([[stuck.id, { again: 5_000 }]]);
    expect((await stateOfRecognition(core, stuck.id)).recognition.recipients).toEqual([group('crew')]);
  });
});
