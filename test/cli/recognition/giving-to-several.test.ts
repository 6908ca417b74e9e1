import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { type LargesseProcess, runLargesse } from '#test/helpers/run-largesse.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';

/** A start of the program is slow where all tests run at once. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const PEOPLE = `email,name,department,role
morgan@example.com,Morgan Reyes,Engineering,manager
alice@example.com,Alice Ito,Engineering,
bob@example.com,Bob Olsen,Engineering,
`;
const BOTH = ['alice@example.com', '@Bob'];
const AS = ['--as', 'morgan@example.com'];

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const env = { DATABASE_URL: database.url, LARGESSE_DIR: dir, HOST: '0.0.0.0' };
let worker: LargesseProcess | undefined;

beforeAll(async () => {
  const path = join(dir, 'people.csv');
  await writeFile(path, PEOPLE);
  await say(['people', 'import', path], env);
  await say(['budget', 'set', 'Engineering', '500'], env);
  worker = await runLargesse({ roles: 'worker', env });
});
afterAll(async () => {
  await worker?.stop();
  await database.drop();
  await remove();
});

it('says what to add where nobody can be asked, and gives nothing', async () => {
  const ran = await say(['recognize', ...BOTH, '25', 'for', 'the', 'launch', ...AS], env);

  expect(ran).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'largesse: Nothing was given. It is for several people, large, or the same again: add --yes to give it.\n',
  });
});

it('says so in JSON, too', async () => {
  const ran = await say(['recognize', ...BOTH, '25', ...AS, '--json'], env);

  expect(ran.code).toBe(1);
  expect(JSON.parse(ran.stdout)).toMatchObject({
    status: 'cancelled',
    gifts: [],
    reviewReasons: [{ kind: 'several', text: expect.stringContaining('2 people, $50.00 in total') }],
  });
});

it('gives to all of them when it is told to', async () => {
  const args = ['recognize', ...BOTH, '25', 'for', 'the', 'launch', ...AS, '--yes', '--no-wait'];
  const { id } = await sayJson<{ id: string }>(args, env);

  await expect
    .poll(() => database.db.selectFrom('gift').select('id').where('recognition_id', '=', id).execute(), {
      timeout: 60_000,
    })
    .toHaveLength(2);
  const shown = await sayJson<object[]>(['budget', 'show'], env);
  expect(shown).toMatchObject([{ leftMinor: '45000' }]);
});

it('wants an amount after the people', async () => {
  const ran = await say(['recognize', ...BOTH, ...AS], env);

  expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('Write how much to give') });
});
