import { transactOn } from '#test/helpers/transact-on.ts';
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { findAccount } from '#src/db/people/identity.ts';
import type { ActivityKind } from '#src/domain/ledger/activity-kinds.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import type { Role } from '#src/domain/people/roles.ts';
import { tamper } from '#test/db/queries/proof/tampered-ledgers.ts';
import { type Company, makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';
import { operatorOf, stateOfRecognition } from '#test/helpers/reads.ts';
import { leaseDelivery } from '#test/helpers/sendings.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const DAY_MS = 24 * 60 * 60_000;
const ZOE: ChatProfile = {
  name: 'Zoe Lind',
  email: 'zoe@example.com',
  isBot: false,
  isDeactivated: false,
};

/** A company with Zoe, whom HR knows by her address alone. */
async function start({ role = 'employee' as Role } = {}) {
  const core = makeCore(database.db);
  const company = await makeCompany(core, { isLookedAt: false });
  const { organization, workspaceId } = company;
  await core.app.people.import(organization, [{ ...personRow('Zoe Lind', 'Design', role), chatIds: [] }]);
  const operator = operatorOf(organization.id);
  const [zoe] = await core.app.queries.people.findByEmail(operator, ['zoe@example.com']);
  if (!zoe) throw new Error('Zoe is missing');
  const userId = `U${organization.id.slice(0, 8).toUpperCase()}`;
  const user = { platform: 'slack', workspaceId, userId };
  function identify(profile?: ChatProfile) {
    return core.app.people.identify(organization.id, user, profile);
  }
  function pending() {
    return core.app.queries.people.listPendingIdentities(operator);
  }
  function see(profile: Partial<ChatProfile>) {
    core.directory.set(userId, { ...ZOE, ...profile });
  }
  see({});
  return { core, company, operator, zoe, user, userId, identify, pending, see };
}

async function activitiesOf({ organization }: Company, kind: ActivityKind) {
  return database.db
    .selectFrom('activity')
    .select(['actor_id as actorId', 'subject_id as subjectId', 'detail'])
    .where('organization_id', '=', organization.id)
    .where('kind', '=', kind)
    .execute();
}

/** A guild whose role `R1` makes managers of Engineering. */
async function joinGuild({ app }: TestCore, company: Company) {
  const workspaceId = `G${company.organization.id}`;
  await transactOn(database.db, (tx) =>
    tx
      .insertInto('workspace_link')
      .values({
        organization_id: company.organization.id,
        platform: 'discord',
        workspace_id: workspaceId,
        name: 'Guild',
      })
      .execute(),
  );
  const { id: departmentId } = await company.department('Engineering');
  const { id: organizationId } = company.organization;
  const role = { roleId: 'R1', role: 'manager' as const };
  await app.people.mapRole({ organizationId, platform: 'discord', workspaceId, departmentId, ...role });
  const user = { platform: 'discord', workspaceId, userId: `8${Date.now()}${Math.random()}`.slice(0, 18) };
  function member(profile: Partial<ChatProfile>): ChatProfile {
    return { name: 'Newby', isBot: false, isDeactivated: false, roleIds: ['R1'], ...profile };
  }
  return { user, member };
}

describe('an account with a known address', () => {
  it.each([
    ['from another workspace', { isOutsider: true }, 'outsider'],
    ['with an unconfirmed address', { isEmailUnconfirmed: true }, 'unconfirmed_address'],
    ['of a guest', { isGuest: true }, 'guest'],
  ] as const)('%s waits for an admin, and is told so once in the log', async (_, flags, reason) => {
    const { company, identify, pending, see, userId } = await start();
    see(flags);

    const first = await identify();
    const again = await identify();

    expect(first.person).toBeUndefined();
    expect(first.pending).toMatchObject({ reason });
    expect(again.pending).toEqual(first.pending);
    expect(await pending()).toMatchObject([{ userId, reason, person: 'Zoe Lind', profile: flags }]);
    expect(await activitiesOf(company, 'identity.pending')).toHaveLength(1);
  });

  it('becomes the person’s by itself once the address is confirmed', async () => {
    const { identify, pending, see, zoe } = await start();
    see({ isEmailUnconfirmed: true });
    await identify();

    see({ isEmailUnconfirmed: false });

    expect((await identify()).person?.id).toBe(zoe.id);
    expect(await pending()).toEqual([]);
  });

  it('gives no role by itself: an admin confirms it', async () => {
    const { core, company, identify, operator, pending, zoe, user } = await start({ role: 'finance' });
    const before = await identify();
    const [waiting] = await pending();

    const confirmed = await core.app.people.confirmIdentity(operator, waiting?.number ?? 0);

    expect(before).toMatchObject({ pending: { reason: 'role', number: waiting?.number } });
    expect(before.person).toBeUndefined();
    expect(confirmed).toMatchObject({ ok: true, value: { person: { id: zoe.id }, user } });
    expect((await identify()).person).toMatchObject({ id: zoe.id, role: 'finance' });
    expect(await pending()).toEqual([]);
    expect(await activitiesOf(company, 'identity.linked')).toMatchObject([
      { subjectId: zoe.id, detail: { by: 'admin' } },
    ]);
  });

  it('of an employee keeps an employee’s rights when HR promotes them, until an admin confirms it', async () => {
    const { core, company, identify, operator, pending } = await start();
    await identify();
    const promoted = { ...personRow('Zoe Lind', 'Design', 'manager'), chatIds: [] };
    await core.app.people.import(company.organization, [promoted]);

    const { person, pending: asked } = await identify();
    expect(person?.role).toBe('employee');
    expect(asked).toMatchObject({ reason: 'role' });

    const [waiting] = await pending();
    await core.app.people.confirmIdentity(operator, waiting?.number ?? 0);
    expect((await identify()).person?.role).toBe('manager');
  });

  it('counts at once, whatever its flags, when HR names it', async () => {
    const { core, company, identify, pending, see, userId } = await start();
    see({ isOutsider: true, isEmailUnconfirmed: true });
    await identify();

    const named = { ...personRow('Zoe Lind', 'Design', 'manager'), chatIds: [{ platform: 'slack', userId }] };
    await core.app.people.import(company.organization, [named]);

    expect((await identify()).person).toMatchObject({ name: 'Zoe Lind', role: 'manager' });
    expect(await pending()).toEqual([]);
  });

  it('is no second account of a person without an admin’s word', async () => {
    const { company, core, identify, operator, pending, userId } = await start();
    await identify();
    core.directory.set(`${userId}2`, ZOE);
    const second = { platform: 'slack', workspaceId: company.workspaceId, userId: `${userId}2` };

    const asked = await core.app.people.identify(company.organization.id, second);
    const [waiting] = await pending();
    await core.app.people.confirmIdentity(operator, waiting?.number ?? 0);

    expect(asked.pending?.reason).toBe('second_account');
    const known = await core.app.people.identify(company.organization.id, second);
    expect(known.person?.name).toBe('Zoe Lind');
  });

  it('is linked once when several of its events come at once', async () => {
    const { company, identify } = await start();

    const seen = await Promise.all(Array.from({ length: 10 }, () => identify()));

    expect(new Set(seen.map(({ person }) => person?.id)).size).toBe(1);
    expect(await activitiesOf(company, 'identity.linked')).toHaveLength(1);
  });

  it('of two for one person, at once, is only the first', async () => {
    const { core, company, identify, pending, userId } = await start();
    core.directory.set(`${userId}2`, ZOE);
    const second = { platform: 'slack', workspaceId: company.workspaceId, userId: `${userId}2` };

    const seen = await Promise.all([identify(), core.app.people.identify(company.organization.id, second)]);

    expect(seen.filter(({ person }) => person !== undefined)).toHaveLength(1);
    expect(await pending()).toMatchObject([{ reason: 'second_account' }]);
  });
});

describe('confirming, linking and unlinking', () => {
  it('is for admins: not for HR, finance or an admin who left', async () => {
    const { core, company, identify, operator, pending, see, zoe, user } = await start();
    see({ isOutsider: true });
    await identify();
    const number = (await pending())[0]?.number ?? 0;
    const { app } = core;
    const hr = await company.person('priya');
    const gone = { ...hr, role: 'admin' as const, isDeactivated: true };

    for (const actor of [hr, { ...hr, role: 'finance' as const }, gone]) {
      const refused = { ok: false, refusal: { kind: 'admins-only' } };
      expect(await app.people.confirmIdentity(actor, number)).toMatchObject(refused);
      expect(await app.people.linkIdentity(actor, { ...user, personId: zoe.id })).toMatchObject(refused);
      expect(await app.people.unlinkIdentity(actor, user)).toMatchObject(refused);
      expect(await app.people.inviteWorkspace(actor)).toMatchObject(refused);
    }
    const admin = { ...hr, role: 'admin' as const };
    expect((await app.people.confirmIdentity(admin, number)).ok).toBe(true);
    expect(await activitiesOf(company, 'identity.linked')).toMatchObject([{ actorId: hr.id }]);
    expect(await app.people.confirmIdentity(operator, number)).toMatchObject({
      refusal: { kind: 'unknown-pending', number },
    });
  });

  it('confirms no account that was made another’s in the database', async () => {
    const { core, company, identify, operator, pending, see, zoe } = await start();
    see({ isOutsider: true });
    await identify();
    const number = (await pending())[0]?.number ?? 0;
    const { id: morgan } = await company.person('morgan');
    await tamper(
      core.db,
      `update pending_identity set person_id = '${morgan}' where person_id = '${zoe.id}'`,
    );

    expect(await core.app.people.confirmIdentity(operator, number)).toEqual({
      ok: false,
      refusal: { kind: 'changed-by-hand', what: 'account' },
    });
  });

  it('confirms nobody who left meanwhile, in the company or in chat', async () => {
    const { core, identify, operator, pending, see, zoe } = await start();
    see({ isOutsider: true });
    await identify();
    const number = (await pending())[0]?.number ?? 0;
    const { db, app } = core;

    await transactOn(db, (tx) =>
      tx.updateTable('person').set({ deactivated_at: new Date() }).where('id', '=', zoe.id).execute(),
    );
    const left = await app.people.confirmIdentity(operator, number);
    await transactOn(db, (tx) =>
      tx.updateTable('person').set({ deactivated_at: null }).where('id', '=', zoe.id).execute(),
    );
    see({ isDeactivated: true });
    const gone = await app.people.confirmIdentity(operator, number);

    expect(left).toMatchObject({ refusal: { kind: 'inactive-person' } });
    expect(gone).toMatchObject({ refusal: { kind: 'account-gone' } });
  });

  it('leaves nobody with rights whose account goes while an admin confirms it', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { core, company, identify, operator, pending, see, user } = await start({ role: 'manager' });
      see({ isOutsider: true });
      await identify();
      const number = (await pending())[0]?.number ?? 0;

      const [confirmed] = await Promise.all([
        core.app.people.confirmIdentity(operator, number),
        core.app.people.followChatUser(user, { ...ZOE, isDeactivated: true }),
      ]);

      const account = await findAccount(core.db, { organizationId: company.organization.id, ...user });
      expect(account === undefined || account.isGone).toBe(true);
      expect(confirmed.ok).toBe(account !== undefined);
    }
  });

  it('unlinks at once and for good: neither address nor role links the account again', async () => {
    const { core, company, identify, operator, pending, user, userId, zoe } = await start();
    await identify();

    const unlinked = await core.app.people.unlinkIdentity(operator, user);

    expect(unlinked).toMatchObject({ ok: true, value: { id: zoe.id } });
    expect((await identify()).person).toBeUndefined();
    expect(await pending()).toMatchObject([{ userId, reason: 'unlinked' }]);
    expect(await activitiesOf(company, 'identity.unlinked')).toMatchObject([{ subjectId: zoe.id }]);
    expect(await core.app.people.unlinkIdentity(operator, user)).toMatchObject({
      refusal: { kind: 'unknown-account' },
    });
    await core.app.people.linkIdentity(operator, { ...user, personId: zoe.id });
    expect((await identify()).person?.id).toBe(zoe.id);
  });
});

describe('a known person', () => {
  it('is looked at again after a day, and not before', async () => {
    const { core, identify } = await start();
    await identify();
    await identify();
    core.clock.advance(DAY_MS);
    await identify();
    await identify();

    expect(core.askedFor).toHaveLength(2);
  });

  it('whom the platform deactivated is deactivated, and can do nothing', async () => {
    const { core, company, identify, see, zoe } = await start();
    await identify();
    see({ isDeactivated: true });
    core.clock.advance(DAY_MS);

    expect((await identify()).person).toBeUndefined();
    expect(await activitiesOf(company, 'person.deactivated')).toMatchObject([
      { subjectId: zoe.id, detail: { by: 'platform' } },
    ]);
  });

  it('gets no gift once the platform deactivated them', async () => {
    const { core, company } = await start();
    core.directory.set('alice', { name: 'Alice Ito', isBot: false, isDeactivated: true });
    const { id } = await company.ask('morgan', 'alice', '6');

    await core.app.people.identifyMany([id]);
    await core.app.recognition.issue([id]);

    const { recognition } = await stateOfRecognition(core, id);
    expect(recognition.refusal).toEqual({ kind: 'deactivated-recipient', name: 'Alice Ito' });
  });

  it('is a guest when the platform says so, and refused where guests are', async () => {
    const { core, company } = await start();
    const { id: organizationId } = company.organization;
    const { id: departmentId } = await company.department('Engineering');
    const scope = { organizationId, departmentId, currency: 'USD' };
    await core.app.budget.setRules({ scope, rules: { guests: 'refused' }, actorId: null });
    core.directory.set('alice', { name: 'Alice Ito', isBot: false, isDeactivated: false, isGuest: true });
    const { id } = await company.ask('morgan', 'alice', '6');

    await core.app.people.identifyMany([id]);
    await core.app.recognition.issue([id]);

    const { recognition } = await stateOfRecognition(core, id);
    expect(recognition.refusal).toEqual({ kind: 'guest-recipient', name: 'Alice Ito' });
  });

  it('gives a guest nobody knows nothing, and says that they are one', async () => {
    const { core, company } = await start();
    core.directory.set('zoe', { name: 'Zoe Lind', isBot: false, isDeactivated: false, isGuest: true });
    const { id } = await company.ask('morgan', 'zoe', '6');

    await core.app.people.identifyMany([id]);
    await core.app.recognition.issue([id]);

    const { recognition, gifts } = await stateOfRecognition(core, id);
    expect(recognition.refusal).toEqual({ kind: 'unknown-guest', name: 'Zoe Lind' });
    expect(gifts).toEqual([]);
  });

  it('is not held up by a platform that cannot be asked', async () => {
    const failing = makeCore(database.db, {
      findChatUser: () => Promise.reject(new Error('down')),
    });
    const company = await makeCompany(failing, { isLookedAt: false });
    const { id } = await company.ask('morgan', 'alice', '6');

    expect((await failing.app.people.identifyMany([id])).size).toBe(0);
    await failing.app.recognition.issue([id]);

    expect((await stateOfRecognition(failing, id)).recognition.status).toBe('issued');
  });

  it('linked by an address that the platform does not vouch for, from before, is unlinked', async () => {
    const { core, identify, pending, see } = await start();
    await identify();
    await transactOn(core.db, (tx) =>
      tx.updateTable('identity').set({ looked_at: null }).where('linked_by', '=', 'address').execute(),
    );
    see({ isOutsider: true });

    expect((await identify()).person).toBeUndefined();
    expect(await pending()).toMatchObject([{ reason: 'outsider' }]);
  });

  it('is written to at the account that is still there', async () => {
    const { core, company, user } = await start();
    const { id: personId } = await company.person('alice');
    await core.app.people.linkIdentity(operatorOf(company.organization.id), { ...user, personId });
    const old = { ...user, userId: 'alice' };
    await core.app.people.followChatUser(old, { name: 'Alice', isBot: false, isDeactivated: true });

    const { gifts } = await company.give('morgan', user.userId, '6');

    const leased = await leaseDelivery(core.app, gifts[0]?.giftId ?? '');
    expect(leased).toMatchObject({ kind: 'send', toSend: { channel: 'dm', to: { userId: user.userId } } });
  });

  it('stays when one of two accounts goes', async () => {
    const { core, company, user } = await start();
    const { id: personId } = await company.person('alice');
    const operator = operatorOf(company.organization.id);
    await core.app.people.linkIdentity(operator, { ...user, personId });

    await core.app.people.followChatUser(user, { ...ZOE, isDeactivated: true });

    expect((await company.person('alice')).isDeactivated).toBe(false);
    await core.app.people.followChatUser(
      { ...user, userId: 'alice' },
      { name: 'Alice', isBot: false, isDeactivated: true },
    );
    expect((await company.person('alice')).isDeactivated).toBe(true);
  });
});

describe('somebody who joined by a Discord role', () => {
  it('loses the right to give with the role, at the next command', async () => {
    const { core, company } = await start();
    const { user, member } = await joinGuild(core, company);
    const { id } = company.organization;
    const before = await core.app.people.identify(id, user, member({}));

    const after = await core.app.people.identify(id, user, member({ roleIds: [] }));

    expect(before.person?.role).toBe('manager');
    expect(after.person).toMatchObject({ id: before.person?.id, role: 'employee' });
    expect(await activitiesOf(company, 'person.changed-in-chat')).toMatchObject([
      { subjectId: before.person?.id, detail: { role: 'employee' } },
    ]);
  });

  it('has no role by it where a second person confirms roles, nor gets one back', async () => {
    const { core, company } = await start();
    const { user, member } = await joinGuild(core, company);
    const { id } = company.organization;
    const early = { ...user, userId: `${user.userId}1` };
    await core.app.people.identify(id, early, member({ name: 'Early' }));
    const needed = { organizationId: id, currency: 'USD', amountMinor: 100n, actorId: null };
    await core.app.budget.setSecondPerson(needed);

    const late = await core.app.people.identify(id, user, member({}));
    await core.app.people.followChatUser(early, undefined);
    core.directory.set(early.userId, member({ name: 'Early' }));
    const back = await core.app.people.identify(id, early, member({ name: 'Early' }));

    expect(late.person).toMatchObject({ name: 'Newby', role: 'employee' });
    expect(back.person).toMatchObject({ name: 'Early', role: 'employee', isDeactivated: false });
  });

  it('is renamed and moved with what Discord says', async () => {
    const { core, company } = await start();
    const { user, member } = await joinGuild(core, company);
    await core.app.people.identify(company.organization.id, user, member({}));

    await core.app.people.followChatUser(user, member({ name: 'Newby Now' }));

    const known = await core.app.people.identify(company.organization.id, user);
    expect(known.person).toMatchObject({ name: 'Newby Now', role: 'manager' });
  });

  it('is out with the server, and back with it', async () => {
    const { core, company } = await start();
    const { user, member } = await joinGuild(core, company);
    const { id } = company.organization;
    await core.app.people.identify(id, user, member({}));

    await core.app.people.followChatUser(user, undefined);
    core.directory.set(user.userId, member({}));
    const [gone] = await core.db
      .selectFrom('person')
      .select('deactivated_at as at')
      .where('name', '=', 'Newby')
      .where('organization_id', '=', id)
      .execute();
    const back = await core.app.people.identify(id, user, member({}));

    expect(gone?.at).not.toBeNull();
    expect(back.person).toMatchObject({ role: 'manager', isDeactivated: false });
  });

  it('is not touched by another server that they leave', async () => {
    const { core, company } = await start();
    const { user, member } = await joinGuild(core, company);
    const { id } = company.organization;
    const elsewhere = { ...user, workspaceId: `E${id}` };
    await transactOn(core.db, (tx) =>
      tx
        .insertInto('workspace_link')
        .values({ organization_id: id, platform: 'discord', workspace_id: elsewhere.workspaceId, name: 'E' })
        .execute(),
    );
    await core.app.people.identify(id, user, member({}));

    await core.app.people.followChatUser(elsewhere, undefined);

    expect((await core.app.people.identify(id, user, member({}))).person?.role).toBe('manager');
  });
});

describe('a Discord server', () => {
  function server() {
    return { platform: 'discord', workspaceId: `G${randomUUID()}`, name: 'Guild' };
  }

  it('does not join by inviting the bot', async () => {
    const { core } = await start();
    const guild = server();

    await core.app.people.joinWorkspace({ ...guild, isOurs: false });

    expect(await core.app.people.findOrganization(guild)).toBeUndefined();
  });

  it('joins with a code, once, whatever case and dashes it is typed in', async () => {
    const { core, company, operator } = await start();
    const [guild, other] = [server(), server()];
    const invited = await core.app.people.inviteWorkspace(operator);
    if (!invited.ok) throw new Error('no code');
    const { code } = invited.value;
    const typed = { code: code.toLowerCase().replaceAll(/(.{4})/gu, '$1-'), userId: '1' };

    const joined = await core.app.people.joinByCode(guild, typed);
    const again = await core.app.people.joinByCode(other, typed);

    expect(joined).toEqual({ ok: true, value: { organization: 'Acme' } });
    expect(again).toEqual({ ok: false, refusal: { kind: 'invite-refused' } });
    expect(await core.app.people.findOrganization(guild)).toBe(company.organization.id);
    expect(await activitiesOf(company, 'workspace.joined')).toHaveLength(1);
  });

  it('does not join with a code that somebody put in the database', async () => {
    const { core, company } = await start();
    const hash = createHash('sha256').update('MINE').digest('hex');
    await tamper(
      core.db,
      `insert into workspace_invite (organization_id, code_hash, created_at, expires_at)
       values ('${company.organization.id}', '\\x${hash}', now(), '2027-01-01')`,
    );

    const joined = await core.app.people.joinByCode(server(), { code: 'mine', userId: '1' });

    expect(joined).toEqual({ ok: false, refusal: { kind: 'invite-refused' } });
    expect(core.log.lines).toContainEqual(expect.objectContaining({ level: 'error' }));
  });

  it('joins with a code of this day only', async () => {
    const { core, operator } = await start();
    const invited = await core.app.people.inviteWorkspace(operator);
    if (!invited.ok) throw new Error('no code');
    core.clock.advance(DAY_MS);

    const { code } = invited.value;
    expect((await core.app.people.joinByCode(server(), { code, userId: '1' })).ok).toBe(false);
  });

  it('of two that join with one code at once, only one does', async () => {
    const { core, operator } = await start();
    const invited = await core.app.people.inviteWorkspace(operator);
    if (!invited.ok) throw new Error('no code');
    const { code } = invited.value;

    const joined = await Promise.all(
      Array.from({ length: 5 }, () => core.app.people.joinByCode(server(), { code, userId: '1' })),
    );

    expect(joined.filter(({ ok }) => ok)).toHaveLength(1);
  });
});
