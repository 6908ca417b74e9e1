import { afterAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';

/** Starts of the program are slow where all tests run at once. */
vi.setConfig({ testTimeout: 120_000 });

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const env = { DATABASE_URL: database.url, LARGESSE_DIR: dir };
const core = makeCore(database.db);
const company = await makeCompany(core);

afterAll(async () => {
  await database.drop();
  await remove();
});

/** The directory has brought a group of two. */
async function bring(displayName: string): Promise<void> {
  const [alice, priya] = [await company.person('alice'), await company.person('priya')];
  const changes = [{ kind: 'set' as const, personIds: [alice.id, priya.id] }];
  const said = { displayName, changes };
  const brought = await core.app.people.provisionGroup(company.organization, { said, actorId: priya.id });
  if (!brought.ok) throw new Error(brought.refusal.kind);
}

describe('largesse scim', () => {
  it('lists the groups that have come, and makes one a department', async () => {
    expect((await say(['scim', 'groups'], env)).stdout).toContain('No group has come.');
    await bring('Makers');

    const mapped = await say(['scim', 'map', 'makers', '--department', 'Design'], env);

    expect(mapped.stdout).toContain('1 of 2 members are in Design now');
    expect(mapped.stdout).toContain('1 of them have more rights than an employee');
    expect(await sayJson(['scim', 'groups'], env)).toMatchObject([
      { displayName: 'Makers', department: 'Design', members: [{}, {}] },
    ]);
    await say(['scim', 'map', 'Makers', '--none'], env);
    expect(await sayJson(['scim', 'groups'], env)).toMatchObject([{ department: null }]);
  });

  it('asks for an id where several groups have one name', async () => {
    await bring('Twins');
    await bring('Twins');

    const { code, stderr } = await say(['scim', 'map', 'Twins', '--department', 'Design'], env);

    expect([code, stderr]).toEqual([2, expect.stringContaining('name one by its id')]);
  });

  it.each([
    [['map', 'Nobody', '--department', 'Design'], /has brought no group Nobody/u],
    [['map', 'Makers'], /name a --department, or say --none/u],
    [['allow-leavers', '--hours', '0'], /a whole number from 1 to 168/u],
  ])('takes no %j', async (args, message) => {
    const { code, stderr } = await say(['scim', ...args], env);

    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('lets more people leave for a while, and says until when', async () => {
    const { stdout } = await say(['scim', 'allow-leavers', '--hours', '2'], env);

    expect(stdout).toMatch(/^Until \d{4}-.*Z the directory may deactivate as many people as it says/u);
  });
});
