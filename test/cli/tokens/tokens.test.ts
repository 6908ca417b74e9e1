import { afterAll, expect, it, vi } from 'vitest';
import { keysToText } from '#src/kit/key-ring.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
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

it('makes a token that is printed once, lists it without its secret, and revokes it', async () => {
  const core = makeCore(database.db);
  core.clock.set(new Date().toISOString());
  await makeCompany(core);
  const create = ['tokens', 'create', 'morgan@example.com', '--name', 'a bot', '--scope'];

  const made = await sayJson<{ id: string; token: string; scopes: string[] }>(
    [...create, 'gifts:read', 'recognitions:write'],
    env,
  );
  const acting = await core.app.session.findToken(made.token);
  const listed = await say(['tokens', 'list'], env);
  const revoked = await say(['tokens', 'revoke', made.id], env);
  const again = await say(['tokens', 'revoke', made.id], env);
  const unknown = await say([...create, 'everything'], env);

  expect(acting?.person.name).toBe('Morgan Reyes');
  expect(made.scopes).toEqual(['gifts:read', 'recognitions:write']);
  expect(listed.stdout).toContain('a bot');
  expect(listed.stdout).not.toContain(made.token.split('.')[1]);
  expect(revoked.stdout).toContain('“a bot” has ended');
  expect(await core.app.session.findToken(made.token)).toBeUndefined();
  expect(again.code).toBe(1);
  expect(unknown.code).toBe(2);
});
