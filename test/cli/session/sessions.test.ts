import { afterAll, expect, it, vi } from 'vitest';
import { findPeople } from '#src/db/people/find-people.ts';
import { must } from '#src/domain/kit/must.ts';
import { keysToText } from '#src/kit/key-ring.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { TEST_KEY } from '#test/helpers/test-keys.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';

vi.setConfig({ testTimeout: 60_000 });

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const env = { DATABASE_URL: database.url, LARGESSE_DIR: dir, LARGESSE_KEYS: keysToText([TEST_KEY]) };
afterAll(async () => {
  await database.drop();
  await remove();
});

it('shows where somebody is signed in, and signs them out on one device or on all', async () => {
  const core = makeCore(database.db);
  core.clock.set(new Date().toISOString());
  const { organization } = await makeCompany(core);
  const [alice] = await findPeople(core.db, organization.id, { by: 'email', email: 'alice@example.com' });
  const person = must(alice, 'Alice');
  for (const userAgent of ['Firefox on Linux', 'Safari on iPhone', 'Chrome on Windows']) {
    const origin = { userAgent, address: '192.0.2.7' };
    await core.app.session.openInPlayground({ person, origin, held: undefined });
  }
  const who = 'alice@example.com';

  const table = await say(['sessions', 'list', who], env);
  const listed = await sayJson<{ id: string; userAgent: string }[]>(['sessions', 'list', who], env);
  const one = await say(['sessions', 'end', who, '--only', listed[0]?.id ?? ''], env);
  const all = await say(['sessions', 'end', who], env);
  const none = await say(['sessions', 'end', who], env);

  expect(table.stdout).toContain('192.0.2.7');
  expect(listed).toHaveLength(3);
  expect(one.stdout).toContain('Alice Ito is signed out on 1 device');
  expect(all.stdout).toContain('on 2 devices');
  expect(none.stdout).toContain('was not signed in anywhere');
  expect((await say(['sessions', 'list', who], env)).stdout).toBe('Alice Ito is signed in nowhere.\n');
  expect((await say(['sessions', 'end', who, '--only', 'x'], env)).code).toBe(1);
});
