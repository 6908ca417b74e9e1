import { afterAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { ENTERPRISE, openDirectory } from './open-directory.ts';
import { SCIM_ROUTES } from './scim-routes.ts';

const database = await createTestDatabase();
afterAll(database.drop);

function start() {
  return openDirectory(database.db);
}

const shared = start();

describe('what Okta sends', () => {
  it('is answered from the first test to the last day of somebody', async () => {
    const { call, create, findUser, personNamed } = await start();
    const test = await call('GET', '/Users?startIndex=1&count=2');
    expect([test.status, test.body.Resources.length, test.body.totalResults > 2]).toEqual([200, 2, true]);
    expect(await findUser('nora@example.com')).toBeUndefined();

    const made = await create('nora@example.com', {
      emails: [{ primary: true, value: 'nora@example.com', type: 'work' }],
      displayName: 'Nora Field',
      locale: 'en-US',
      externalId: '00u1',
      [ENTERPRISE]: { department: 'Engineering', employeeNumber: 'E77' },
    });
    const whole = {
      userName: 'nora@example.com',
      name: { givenName: 'Nora', familyName: 'Weber' },
      active: true,
    };
    const put = await call('PUT', `/Users/${made.id}`, { ...whole, displayName: 'Nora Weber' });
    const left = await call('PATCH', `/Users/${made.id}`, {
      Operations: [{ op: 'replace', value: { active: false } }],
    });

    expect(made).toMatchObject({ userName: 'nora@example.com', active: true, externalId: '00u1' });
    expect(put).toMatchObject({ status: 200, body: { displayName: 'Nora Weber', externalId: '00u1' } });
    expect(left).toMatchObject({ status: 200, type: 'application/scim+json', body: { active: false } });
    expect(await personNamed('Nora Weber')).toMatchObject({
      department: 'Engineering',
      employeeNumber: 'E77',
      role: 'employee',
      isDeactivated: true,
    });
  });

  it('is refused when somebody has that user name, so that it looks for them instead', async () => {
    const { call, create } = await start();
    await create('nora@example.com');

    const again = await call('POST', '/Users', { userName: 'NORA@example.com' });

    expect(again).toMatchObject({ status: 409, body: { status: '409', scimType: 'uniqueness' } });
  });

  it('does not deactivate whom a PUT without active is about', async () => {
    const { call, create } = await start();
    const { id } = await create('nora@example.com');

    const { body } = await call('PUT', `/Users/${id}`, { userName: 'nora@example.com' });

    expect(body).toMatchObject({ active: true });
  });
});

describe('what Entra sends', () => {
  it('is answered from the first test to the last day of somebody', async () => {
    const { call, create, patch } = await start();
    const nobody = await call('GET', `/Users?filter=${encodeURIComponent('externalId eq "no-such"')}`);
    expect(nobody).toMatchObject({ status: 200, body: { totalResults: 0, Resources: [] } });
    const { id } = await create('nora@example.onmicrosoft.com', {
      externalId: 'nora',
      emails: [{ type: 'work', value: 'nora@example.com' }],
    });

    const changed = await patch(
      `/Users/${id}`,
      { op: 'Add', path: 'emails[type eq "work"].value', value: 'nora.field@example.com' },
      { op: 'Replace', path: 'name.familyName', value: 'Fields' },
      { op: 'Add', path: `${ENTERPRISE}:department`, value: 'Design' },
      { op: 'Add', path: `${ENTERPRISE}:employeeNumber`, value: 'E78' },
    );
    const renamed = await patch(`/Users/${id}`, {
      op: 'replace',
      value: { 'name.givenName': 'Eleonora', [`${ENTERPRISE}:employeeNumber`]: 'E79' },
    });
    const left = await patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'False' });

    expect(changed.body).toMatchObject({
      userName: 'nora@example.onmicrosoft.com',
      emails: [{ value: 'nora.field@example.com' }],
      name: { formatted: 'Nora Fields' },
      [ENTERPRISE]: { department: 'Design', employeeNumber: 'E78' },
    });
    expect(renamed.body).toMatchObject({
      name: { formatted: 'Eleonora Fields' },
      [ENTERPRISE]: { employeeNumber: 'E79' },
    });
    expect(left.body).toMatchObject({ active: false });
  });

  it('names a manager who comes later, by a bare id', async () => {
    const { create, patch, personNamed } = await start();
    const { id } = await create('nora@example.com');

    await patch(`/Users/${id}`, { op: 'Add', path: `${ENTERPRISE}:manager`, value: 'kim-in-entra' });
    const waiting = await personNamed('Nora Field');
    await create('kim@example.com', { externalId: 'kim-in-entra', displayName: 'Kim Boss' });
    const joined = await personNamed('Nora Field');

    expect([waiting?.managerName, joined?.managerName]).toEqual([null, 'Kim Boss']);
  });

  it('takes away a manager and a number, and no department', async () => {
    const { create, patch } = await start();
    const manager = await create('kim@example.com');
    const about = { department: 'Design', employeeNumber: 'E80', manager: { value: manager.id } };
    const { id } = await create('nora@example.com', { [ENTERPRISE]: about });

    const { status, body } = await patch(
      `/Users/${id}`,
      { op: 'Remove', path: `${ENTERPRISE}:manager` },
      { op: 'Remove', path: `${ENTERPRISE}:employeeNumber` },
      { op: 'Remove', path: `${ENTERPRISE}:department` },
    );

    expect(status).toBe(200);
    expect(body[ENTERPRISE]).toEqual({ department: 'Design' });
  });

  it('leaves an address alone when only a user name that is none of it changes', async () => {
    const { create, patch } = await start();
    const { id } = await create('nora@example.onmicrosoft.com', { emails: [{ value: 'nora@example.com' }] });

    const { body } = await patch(`/Users/${id}`, {
      op: 'Replace',
      path: 'userName',
      value: 'nora.field@example.onmicrosoft.com',
    });

    expect(body).toMatchObject({
      userName: 'nora.field@example.onmicrosoft.com',
      emails: [{ value: 'nora@example.com' }],
    });
  });
});

describe('somebody whom Largesse knows', () => {
  it('is found by their address and taken over, not made twice', async () => {
    const { company, create, findUser } = await start();
    const alice = await company.person('alice');

    const found = await findUser('ALICE@example.com');
    const made = await create('alice@example.com', { externalId: 'a1', displayName: 'Alice Example' });

    expect([found?.id, made.id]).toEqual([alice.id, alice.id]);
  });

  it('keeps what decides about their rights where they have more than an employee', async () => {
    const { core, company, create, patch, call } = await start();
    const zoe = await company.person('zoe');
    await create('zoe@example.com', { name: undefined });

    const answers = [
      await patch(`/Users/${zoe.id}`, {
        op: 'Replace',
        path: 'emails[type eq "work"].value',
        value: 'eve@example.com',
      }),
      await patch(`/Users/${zoe.id}`, {
        op: 'Replace',
        path: `${ENTERPRISE}:department`,
        value: 'Engineering',
      }),
      await patch(`/Users/${zoe.id}`, { op: 'Replace', path: 'userName', value: 'eve@example.com' }),
    ];
    const { id: hr } = await company.person('priya');
    await call('DELETE', `/Users/${hr}`);
    const back = await patch(`/Users/${hr}`, { op: 'Replace', path: 'active', value: true });

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(back).toMatchObject({ status: 403, body: { scimType: 'mutability' } });
    const { id: organizationId } = company.organization;
    const people = await core.app.queries.people.list({ organizationId, operator: 'a test' });
    expect(people.find(({ id }) => id === zoe.id)).toMatchObject({
      email: 'zoe@example.com',
      department: 'People',
    });
    expect(people.find(({ id }) => id === hr)).toMatchObject({ isDeactivated: true });
  });

  it('never gets a role from it', async () => {
    const { create, personNamed } = await start();

    await create('eve@example.com', {
      displayName: 'Eve',
      role: 'admin',
      roles: [{ value: 'admin' }],
      userType: 'admin',
    });

    expect(await personNamed('Eve')).toMatchObject({ role: 'employee' });
  });

  it('whom it brings as a leaver is one from the start', async () => {
    const { create, personNamed } = await start();

    const made = await create('gone@example.com', { displayName: 'Gone Already', active: false });

    expect(made).toMatchObject({ active: false });
    expect(await personNamed('Gone Already')).toMatchObject({
      isDeactivated: true,
      department: 'Unassigned',
    });
  });

  it('signs out and loses their tokens the moment it says that they left', async () => {
    const { company, call, callWith, makeToken } = await start();
    const bob = await company.person('bob');
    const token = await makeToken('bob');
    const before = await callWith(token, 'GET', '/Users');

    await call('PATCH', `/Users/${bob.id}`, {
      Operations: [{ op: 'Replace', path: 'active', value: 'False' }],
    });

    expect(before.status).toBe(403);
    expect((await callWith(token, 'GET', '/Users')).status).toBe(401);
  });
});

describe('many leavers at once', () => {
  it('stop after a few, until an admin says that they did leave', async () => {
    const { core, company, create, call } = await start();
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      ids.push((await create(`${name}@example.com`, { displayName: name })).id);

    const statuses: number[] = [];
    for (const id of ids) statuses.push((await call('DELETE', `/Users/${id}`)).status);
    const held = await call('DELETE', `/Users/${ids[3]}`);
    const { id: organizationId } = company.organization;
    const until = new Date(core.clock.now().getTime() + 60_000);
    await core.app.people.allowLeavers({ organizationId, until, actorId: null });
    const allowed = await call('DELETE', `/Users/${ids[3]}`);

    expect(statuses).toEqual([204, 204, 204, 409, 409]);
    expect(held.body).toMatchObject({
      detail: expect.stringContaining('largesse scim allow-leavers') as string,
    });
    expect(allowed.status).toBe(204);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['a body that is no JSON', 'POST', '/Users', '{'],
    ['a list', 'POST', '/Users', []],
    ['no user name', 'POST', '/Users', { displayName: 'Nobody' }],
    ['an address that is none', 'POST', '/Users', { userName: 'x', emails: [{ value: 'a b@c' }] }],
    ['a name of two lines', 'POST', '/Users', { userName: 'x', displayName: 'a\nb' }],
    ['a name of 10 kB', 'POST', '/Users', { userName: 'x'.repeat(10_000) }],
    ['an odd flag', 'POST', '/Users', { userName: 'x', active: 'maybe' }],
    ['an unknown step', 'PATCH', 'USER', { Operations: [{ op: 'move', path: 'active', value: true }] }],
    ['steps that are none', 'PATCH', 'USER', { Operations: 'all' }],
    ['something taken away without a path', 'PATCH', 'USER', { Operations: [{ op: 'remove' }] }],
    ['a user name taken away', 'PATCH', 'USER', { Operations: [{ op: 'remove', path: 'userName' }] }],
    ['an odd filter', 'GET', '/Users?filter=userName%20sw%20%22a%22', undefined],
    ['half a filter', 'GET', '/Users?filter=userName%20eq', undefined],
    ['a filter by a prototype', 'GET', '/Users?filter=__proto__.x%20eq%20%22a%22', undefined],
  ])('is refused with a reason: %s', async (_, method, path, body) => {
    const { call, company } = await start();
    const { id } = await company.person('alice');

    const answer = await call(method, path === 'USER' ? `/Users/${id}` : path, body);

    expect(answer).toMatchObject({ status: 400, type: 'application/scim+json', body: { status: '400' } });
    expect(String(answer.body.detail).length).toBeGreaterThan(10);
  });

  it('never follows a path into an object', async () => {
    const { create, patch } = await start();
    const { id } = await create('nora@example.com');

    const answer = await patch(
      `/Users/${id}`,
      { op: 'Add', path: '__proto__.polluted', value: true },
      { op: 'Add', path: 'constructor.prototype.polluted', value: true },
      {
        op: 'Add',
        value: JSON.parse('{"__proto__": {"polluted": true}, "name": {"__proto__": {"polluted": 1}}}'),
      },
    );

    expect(answer.status).toBe(200);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('is a list without a fault, whatever the page', async () => {
    const { call } = await start();

    const pages = await Promise.all(
      [
        'startIndex=0',
        'startIndex=-5&count=-1',
        'count=0',
        'count=many',
        'startIndex=1e99',
        'count=100000',
      ].map((query) => call('GET', `/Users?${query}`)),
    );

    expect(pages.map(({ status }) => status)).toEqual(pages.map(() => 200));
    expect(pages[2]?.body).toMatchObject({ Resources: [], totalResults: pages[0]?.body.totalResults });
  });

  it('finds nobody by an id that is none, or is of another kind', async () => {
    const { call } = await start();

    const answers = await Promise.all(
      ['/Users/1', `/Users/${crypto.randomUUID()}`, '/Groups/x', '/Nothing', '/Schemas/none'].map((path) =>
        call('GET', path),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
  });
});

describe('a token', () => {
  it('has to be an admin’s, and for this', async () => {
    const { call, callWith, makeToken } = await start();
    const [morgans, narrow] = [await makeToken('morgan'), await makeToken('zoe', ['people:read'] as never)];

    const answers = [
      await call('GET', '/Users?count=1'),
      await callWith(morgans, 'GET', '/Users?count=1'),
      await callWith(narrow, 'GET', '/Users?count=1'),
      await callWith('none', 'GET', '/Users?count=1'),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 403, 403, 401]);
  });
});

describe('every route', () => {
  it.each(SCIM_ROUTES)('%s is for an admin’s token alone', async (route) => {
    const { callWith, makeToken } = await shared;
    const [method = '', path = ''] = route
      .replace('/scim/v2', '')
      .replace(':id', crypto.randomUUID())
      .split(' ');

    const answers = [
      await callWith('none', method, path, method === 'GET' ? undefined : {}),
      await callWith(await makeToken('priya'), method, path, method === 'GET' ? undefined : {}),
    ];

    expect(answers.map(({ status }) => status)).toEqual([401, 403]);
  });
});

describe('what the server can do', () => {
  it('is told in the three documents that directories read', async () => {
    const { call } = await start();

    const [config, types, schemas] = [
      await call('GET', '/ServiceProviderConfig'),
      await call('GET', '/ResourceTypes'),
      await call('GET', '/Schemas'),
    ];

    expect(config.body).toMatchObject({ patch: { supported: true }, bulk: { supported: false } });
    expect(types.body.Resources.map(({ id }) => id)).toEqual(['User', 'Group']);
    expect((await call('GET', `/Schemas/${ENTERPRISE}`)).body).toMatchObject({ id: ENTERPRISE });
    expect(schemas.body.totalResults).toBe(3);
  });
});
