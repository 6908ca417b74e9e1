import { afterAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { openDirectory } from './open-directory.ts';

const database = await createTestDatabase();
afterAll(database.drop);

function start() {
  return openDirectory(database.db);
}
type Directory = Awaited<ReturnType<typeof start>>;

async function membersOf({ call }: Directory, id: string): Promise<string[]> {
  const { body } = await call('GET', `/Groups/${id}`);
  return (body.members as { display: string }[]).map(({ display }) => display).toSorted();
}

describe('a group of the directory', () => {
  it('comes, is found without its members, gets some, loses some and goes', async () => {
    const directory = await start();
    const { call, company, group, patch } = directory;
    const [alice, bob] = [await company.person('alice'), await company.person('bob')];
    const { id } = await group('Team', []);
    const query = `excludedAttributes=members&filter=${encodeURIComponent('displayName eq "team"')}`;
    const found = await call('GET', `/Groups?${query}`);
    expect(found.body.Resources).toMatchObject([{ id, displayName: 'Team' }]);
    expect(found.body.Resources[0]?.members).toBeUndefined();

    const added = await patch(`/Groups/${id}`, {
      op: 'Add',
      path: 'members',
      value: [
        { $ref: null, value: alice.id },
        { $ref: null, value: bob.id },
      ],
    });
    await patch(`/Groups/${id}`, {
      op: 'Add',
      path: 'members',
      value: [{ value: bob.id, display: 'Bobby' }],
    });
    expect([added.status, await membersOf(directory, id)]).toEqual([204, [alice.name, bob.name].toSorted()]);

    await patch(`/Groups/${id}`, { op: 'Remove', path: 'members', value: [{ value: bob.id }] });
    expect(await membersOf(directory, id)).toEqual([alice.name]);
    const gone = await patch(`/Groups/${id}`, { op: 'remove', path: `members[value eq "${alice.id}"]` });
    expect([gone.status, await membersOf(directory, id)]).toEqual([204, []]);

    await patch(`/Groups/${id}`, { op: 'replace', value: { id, displayName: 'Team Two' } });
    await patch(`/Groups/${id}`, { op: 'replace', path: 'members', value: [{ value: bob.id }] });
    expect(await membersOf(directory, id)).toEqual([bob.name]);
    expect((await call('DELETE', `/Groups/${id}`)).status).toBe(204);
    expect((await call('GET', `/Groups/${id}`)).status).toBe(404);
  });

  it.each([
    ['a step that it does not know', { op: 'replace', path: 'owners', value: [] }],
    ['a member who is nobody', { op: 'Add', path: 'members', value: [{ value: crypto.randomUUID() }] }],
    ['a member that is no id', { op: 'Add', path: 'members', value: [{ value: 'alice' }] }],
    ['an empty name', { op: 'replace', path: 'displayName', value: '' }],
  ])('keeps its members after %s', async (_, step) => {
    const directory = await start();
    const alice = await directory.company.person('alice');
    const { id } = await directory.group('Team', [alice.id]);

    const { status } = await directory.patch(`/Groups/${id}`, step);

    expect([status, await membersOf(directory, id)]).toEqual([400, [alice.name]]);
  });

  it('is a department once an admin says so: who is in it moves there, and who comes later', async () => {
    const { core, company, create, group, patch, departmentOf } = await start();
    const [nora, kim] = [await create('nora@example.com'), await create('kim@example.com')];
    const zoe = await company.person('zoe');
    const { id: groupId } = await group('Makers', [nora.id, zoe.id]);
    expect(await departmentOf(nora.id)).toBe('Unassigned');

    const { id: departmentId } = await company.department('Engineering');
    const mapped = await core.app.people.mapGroup(company.organization, {
      groupId,
      departmentId,
      actorId: zoe.id,
    });
    await patch(`/Groups/${groupId}`, { op: 'Add', path: 'members', value: [{ value: kim.id }] });

    expect(mapped).toEqual({ ok: true, value: { members: 2, staying: 1 } });
    expect([await departmentOf(nora.id), await departmentOf(kim.id)]).toEqual(['Engineering', 'Engineering']);
    expect(await departmentOf(zoe.id)).toBe('People');
  });
});
