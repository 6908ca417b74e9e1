import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestDatabase } from '#test/helpers/database.ts';
import { keysToText } from '#src/kit/key-ring.ts';
import { TEST_KEY } from '#test/helpers/test-keys.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';

vi.setConfig({ testTimeout: 60_000 });

const PEOPLE = `email,name,department,role
alice@example.com,Alice Ito,Engineering,employee
morgan@example.com,Morgan Reyes,Engineering,manager
`;

const database = await createTestDatabase();
const core = makeCore(database.db);
core.clock.set(new Date().toISOString());
const { dir, remove } = await makeLargesseDir();
const env = { DATABASE_URL: database.url, LARGESSE_DIR: dir, LARGESSE_KEYS: keysToText([TEST_KEY]) };
afterAll(async () => {
  await database.drop();
  await remove();
});

beforeAll(async () => {
  const path = join(dir, 'people.csv');
  await writeFile(path, PEOPLE);
  await say(['people', 'import', path], env);
  await say(['budget', 'set', 'Engineering', '500'], env);
  const asked = ['recognize', 'alice@example.com', '25', '--as', 'morgan@example.com', '--no-wait'];
  const { id } = (await sayJson(asked, env)) as { id: string };
  await core.app.recognition.issue([id]);
});

describe('what is owed, from the shell', () => {
  it('is what was given and not redeemed, by age', async () => {
    const { stdout } = await say(['report', 'liability'], env);

    expect(stdout).toMatch(/^What +Department +Total +0–30 days +31–90 days +91–365 days +Older\n/u);
    expect(stdout).toMatch(
      /\nGiven, not redeemed +Engineering +\$25\.00 +\$25\.00 +\$0\.00 +\$0\.00 +\$0\.00\n$/u,
    );
  });

  it('is nothing on a day before anything was given', async () => {
    expect(await sayJson(['report', 'liability', '--at', '2020-01-01'], env)).toEqual([]);
  });

  it('is refused for a day that has not begun', async () => {
    const { code, stderr } = await say(['report', 'liability', '--at', '2999-01-01'], env);

    expect(code).not.toBe(0);
    expect(stderr).toContain('--at 2999-01-01 has not begun');
  });
});
