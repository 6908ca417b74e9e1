import { transactOn } from '#test/helpers/transact-on.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { findPeople } from '#src/db/people/find-people.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import { identifyPerson } from '#src/usecases/people/identify-person.ts';
import { type Company, makeCompany, personRow } from '#test/helpers/company.ts';
import { counting } from '#test/helpers/counting.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const HUMAN: ChatProfile = { name: 'Zoe Lind', isBot: false, isDeactivated: false };

/** Uma is known by her address alone. */
async function start() {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  await core.app.people.import(company.organization, [{ ...personRow('Uma Lund', 'Design'), chatIds: [] }]);
  return { core, company };
}

function onSlack({ workspaceId }: Company, userId: string) {
  return { platform: 'slack', workspaceId, userId };
}

/** A Discord guild whose role `R1` makes its bearers managers of Design. */
async function mapDesignManagers(core: TestCore, company: Company) {
  const guildId = `G${company.organization.id}`;
  const { id: organizationId } = company.organization;
  await transactOn(core.db, (tx) =>
    tx
      .insertInto('workspace_link')
      .values({ organization_id: organizationId, platform: 'discord', workspace_id: guildId, name: 'Guild' })
      .execute(),
  );
  const design = await company.department('Design');
  await core.app.people.mapRole({
    organizationId,
    platform: 'discord',
    workspaceId: guildId,
    roleId: 'R1',
    departmentId: design.id,
    role: 'manager',
  });
  return (userId: string) => ({ platform: 'discord', workspaceId: guildId, userId });
}

/** Lets everybody go on once so many have come. */
function countdown(count: number) {
  const waiting: (() => void)[] = [];
  return {
    async arrive<T>(value: T): Promise<T> {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        if (waiting.length === count) for (const goOn of waiting) goOn();
      });
      return value;
    },
  };
}

async function activitiesOf({ organization }: Company, kind: 'identity.linked' | 'person.joined') {
  return database.db
    .selectFrom('activity')
    .select('id')
    .where('organization_id', '=', organization.id)
    .where('kind', '=', kind)
    .execute();
}

describe('a chat user whom nobody has linked yet', () => {
  it('is recognized by the mail address that the platform vouches for, in any case, and then known', async () => {
    const { core, company } = await start();
    const user = onSlack(company, 'U777');
    core.directory.set('U777', { ...HUMAN, email: 'UMA@Example.com' });

    const first = await core.app.people.identify(company.organization.id, user);
    const second = await core.app.people.identify(company.organization.id, user);

    expect(first.person?.name).toBe('Uma Lund');
    expect(second.person?.id).toBe(first.person?.id);
    expect(core.askedFor).toEqual([user]);
    expect(await activitiesOf(company, 'identity.linked')).toHaveLength(1);
  });

  it('is not asked about again when the platform sent the profile along', async () => {
    const { core, company } = await start();

    const { person } = await core.app.people.identify(company.organization.id, onSlack(company, 'U7'), {
      ...HUMAN,
      email: 'uma@example.com',
    });

    expect(person?.name).toBe('Uma Lund');
    expect(core.askedFor).toEqual([]);
  });

  it('joins the department of a mapped role, under the name the platform gives', async () => {
    const { core, company } = await start();
    const onDiscord = await mapDesignManagers(core, company);
    core.directory.set('D1', { ...HUMAN, roleIds: ['R0', 'R1'] });

    const { person } = await core.app.people.identify(company.organization.id, onDiscord('D1'));

    const design = await company.department('Design');
    expect(person).toMatchObject({ name: 'Zoe Lind', role: 'manager', departmentId: design.id });
    expect(await activitiesOf(company, 'person.joined')).toHaveLength(1);
  });

  it('joins once, however many of their requests come at once', async () => {
    const { core, company } = await start();
    const onDiscord = await mapDesignManagers(core, company);
    const profile = { ...HUMAN, roleIds: ['R1'] };
    const all = countdown(10);
    const deps = { ...core, findChatUser: () => all.arrive(profile) };

    const seen = await Promise.all(
      Array.from({ length: 10 }, () => identifyPerson(deps, company.organization.id, onDiscord('D1'))),
    );

    expect(new Set(seen.map(({ person }) => person?.id)).size).toBe(1);
    expect(await activitiesOf(company, 'person.joined')).toHaveLength(1);
    const namesakes = await findPeople(core.db, company.organization.id, { by: 'name', name: 'Zoe Lind' });
    expect(namesakes).toHaveLength(1);
  });

  it('stays a stranger with no known address and no mapped role', async () => {
    const { core, company } = await start();
    const onDiscord = await mapDesignManagers(core, company);
    core.directory.set('D1', { ...HUMAN, roleIds: ['R9'], email: 'stranger@elsewhere.example' });

    const { person, profile } = await core.app.people.identify(company.organization.id, onDiscord('D1'));

    expect(person).toBeUndefined();
    expect(profile?.name).toBe('Zoe Lind');
  });

  it('stays a stranger when the platform knows nobody by that id', async () => {
    const { core, company } = await start();

    expect(await core.app.people.identify(company.organization.id, onSlack(company, 'U404'))).toEqual({});
  });

  it.each([
    ['a bot', { isBot: true }],
    ['deactivated', { isDeactivated: true }],
  ])('that is %s is never linked to a person', async (_, flags) => {
    const { core, company } = await start();
    core.directory.set('U9', { ...HUMAN, email: 'uma@example.com', ...flags });

    const { person } = await core.app.people.identify(company.organization.id, onSlack(company, 'U9'));

    expect(person).toBeUndefined();
    expect(await activitiesOf(company, 'identity.linked')).toHaveLength(0);
  });

  it('of one organization is a stranger to another', async () => {
    const { core, company } = await start();
    const { company: other } = await start();
    core.directory.set('U1', { ...HUMAN, email: 'nobody@example.com' });

    const here = await core.app.people.identify(company.organization.id, onSlack(company, 'alice'));
    const there = await core.app.people.identify(other.organization.id, onSlack(other, 'alice'));

    expect(here.person?.name).toBe('Alice Ito');
    expect(there.person?.name).toBe('Alice Ito');
    expect(there.person?.id).not.toBe(here.person?.id);
  });
});

describe('importing people', () => {
  it('adds those who are new and brings the others up to date, by mail address', async () => {
    const { core, company } = await start();

    const imported = await core.app.people.import(company.organization, [
      { ...personRow('Alice Ito-Park', 'Design'), email: 'ALICE@example.com', chatIds: [] },
      personRow('Nils Berg', 'Legal', 'manager'),
    ]);

    expect(imported).toEqual({ added: 1, updated: 1, departmentsAdded: ['Legal'], waiting: [] });
    const design = await company.department('design');
    expect(await company.person('alice')).toMatchObject({ name: 'Alice Ito-Park', departmentId: design.id });
    expect(await company.department('LEGAL')).toMatchObject({ currency: 'USD', timeZone: 'UTC' });
  });

  it('finds managers anywhere in the list', async () => {
    const { core, company } = await start();

    await core.app.people.import(company.organization, [
      { ...personRow('Ann Low', 'Legal'), managers: ['Top@example.com'] },
      personRow('Top High', 'Legal', 'manager'),
    ]);

    const top = await company.person('top');
    expect((await company.person('ann')).managerId).toBe(top.id);
  });

  it('writes nobody when one manager is unknown', async () => {
    const { core, company } = await start();

    const importing = core.app.people.import(company.organization, [
      { ...personRow('Ann Low', 'Legal'), managers: ['ghost@example.com'] },
    ]);

    await expect(importing).rejects.toThrow('ghost@example.com');
    await expect(company.person('ann')).rejects.toThrow('nobody');
    await expect(company.department('Legal')).rejects.toThrow('no department');
  });

  it('twice at once makes each person and department once', async () => {
    const { core, company } = await start();
    const rows = ['Ann Low', 'Ben Mid', 'Cas Top'].map((name) => personRow(name, 'Legal'));

    const [first, second] = await Promise.all([
      core.app.people.import(company.organization, rows),
      core.app.people.import(company.organization, rows.toReversed()),
    ]);

    expect(first.added + second.added).toBe(3);
    expect(first.updated + second.updated).toBe(3);
  });

  it('brings in thousands by few statements, each below their manager', async () => {
    const counted = counting(database.db);
    const core = makeCore(counted.db);
    const company = await makeCompany(core);
    const before = counted.count();
    const rows = Array.from({ length: 3_000 }, (_, index) => {
      const row = personRow(`P${index} Many`, `Team ${index % 20}`);
      return index === 0 ? row : { ...row, managers: [`p${Math.floor((index - 1) / 10)}@example.com`] };
    });

    const added = await core.app.people.import(company.organization, rows.toReversed());
    const again = await core.app.people.import(company.organization, rows);

    expect(counted.count() - before).toBeLessThan(100);
    expect([added.added, again.updated]).toEqual([3_000, 3_000]);
    expect((await company.person('p2999')).managerId).toBe((await company.person('p299')).id);
    expect((await company.person('p0')).managerId).toBeNull();
  });

  it('takes nobody when one person is there twice', async () => {
    const { core, company } = await start();

    const importing = core.app.people.import(company.organization, [
      personRow('Ann Low', 'Legal'),
      { ...personRow('Ann High', 'Legal', 'manager'), email: 'ANN\u200B@example.com' },
    ]);

    await expect(importing).rejects.toThrow('repeated-email');
  });

  it('keeps the gifts of somebody who joined by a chat role before', async () => {
    const { core, company } = await start();
    const onDiscord = await mapDesignManagers(core, company);
    core.directory.set('D1', { ...HUMAN, roleIds: ['R1'] });
    const { person: joined } = await core.app.people.identify(company.organization.id, onDiscord('D1'));

    await core.app.people.import(company.organization, [
      { ...personRow('Zoe Lind', 'Design'), chatIds: [{ platform: 'discord', userId: 'D1' }] },
    ]);

    const { person } = await core.app.people.identify(company.organization.id, onDiscord('D1'));
    expect(person).toMatchObject({ id: joined?.id, email: 'zoe@example.com', role: 'employee' });
  });

  it('changes only what rows name', async () => {
    const { core, company } = await start();
    await core.app.people.import(company.organization, [
      {
        ...personRow('Bob Olsen', 'Design', 'approver'),
        region: 'DE',
        managers: ['dana@example.com'],
        employeeNumber: 'E2',
      },
    ]);
    const before = await company.person('bob');

    await core.app.people.import(company.organization, [
      { email: 'BOB@example.com', name: 'Bob O.', chatIds: [] },
    ]);

    expect(await company.person('bob')).toEqual({ ...before, name: 'Bob O.' });
  });

  it('does not bring back by an old file who has left, unless asked', async () => {
    const { core, company } = await start();
    const bob = await company.person('bob');
    await core.app.people.deactivate(company.organization, { personId: bob.id, actorId: null });
    const rows = [{ ...personRow('Bob Olsen', 'Engineering', 'admin'), isActive: true }];

    const plan = await core.app.people.planImport(company.organization, rows);
    await core.app.people.import(company.organization, rows);
    const away = await company.person('bob');
    await core.app.people.import(company.organization, rows, { bringBack: true });

    expect(plan.gone.map(({ name }) => name)).toEqual(['Bob Olsen']);
    expect(away).toEqual({ ...bob, isDeactivated: true });
    expect(await company.person('bob')).toEqual({ ...bob, role: 'admin' });
  });

  it('deactivates who is marked as inactive, and names who is absent without touching them', async () => {
    const { core, company } = await start();
    const rows = [{ email: 'bob@example.com', isActive: false, chatIds: [] }];

    const plan = await core.app.people.planImport(company.organization, rows);
    await core.app.people.import(company.organization, rows);

    expect(plan.changes.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['Bob Olsen deactivated']);
    expect(plan.absent.map(({ name }) => name)).toContain('Alice Ito');
    expect((await company.person('bob')).isDeactivated).toBe(true);
    expect((await company.person('alice')).isDeactivated).toBe(false);
  });

  it('does nothing when people were changed since its plan was seen', async () => {
    const { core, company } = await start();

    const importing = core.app.people.import(
      company.organization,
      [{ email: 'bob@example.com', role: 'admin', chatIds: [] }],
      { seen: '[]' },
    );

    await expect(importing).rejects.toThrow('people changed in the meantime');
  });

  it('gives a known chat user a new address, if they may be the same person', async () => {
    const { core, company } = await start();
    const { id } = await company.person('alice');
    const chatIds = [{ platform: 'slack', userId: 'alice' }];

    const married = { name: 'Alice Weber', email: 'alice.weber@example.com', chatIds };
    const stranger = { name: 'Zoe Lind', email: 'zoe.lind@example.com', chatIds };
    const plan = await core.app.people.planImport(company.organization, [stranger]);
    await core.app.people.import(company.organization, [married]);

    expect(plan.problems.map(({ kind }) => kind)).toContain('taken');
    expect(await company.person('alice')).toMatchObject({
      id,
      email: 'alice.weber@example.com',
      name: 'Alice Weber',
    });
  });

  it('keeps how somebody likes to hear of gifts', async () => {
    const { core, company } = await start();
    await core.app.people.setDeliveryPreference(await company.person('alice'), 'email');

    await core.app.people.import(company.organization, [personRow('Alice Ito', 'Engineering')]);

    expect((await company.person('alice')).prefers).toBe('email');
  });
});
