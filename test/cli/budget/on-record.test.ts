import { userInfo } from 'node:os';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';

/** Starts of the program are slow where all tests run at once. */
vi.setConfig({ testTimeout: 120_000 });

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const env = { DATABASE_URL: database.url, LARGESSE_DIR: dir };
const PEOPLE = `email,name,department,role
finn@example.com,Finn Adeyemi,People,finance
morgan@example.com,Morgan Reyes,Design,manager
`;

beforeAll(async () => {
  const path = join(dir, 'people.csv');
  await writeFile(path, PEOPLE);
  await say(['people', 'import', path], env);
  await say(['budget', 'set', 'Design', '500', '--as', 'finn@example.com'], env);
  await say(['budget', 'set', 'Design', '600'], env);
});
afterAll(async () => {
  await database.drop();
  await remove();
});

describe('the record of what the shell did', () => {
  it('names the person of --as, else the user of the system, with before and after', async () => {
    const { stdout } = await say(['activity', 'list', '--kind', 'budget.set'], env);

    const [newest, first] = stdout.split('\n').slice(1);
    expect(newest).toMatch(
      new RegExp(`${userInfo().username} +Budget set +Design +amount: \\$500\\.00 → \\$600\\.00`, 'u'),
    );
    expect(first).toMatch(/Finn Adeyemi +Budget set +Design .*amount: \$500\.00/u);
  });

  it('can be asked for one person and some days', async () => {
    expect(
      await sayJson(['activity', 'list', '--person', 'finn@example.com', '--kind', 'budget.set'], env),
    ).toMatchObject([{ kind: 'budget.set', doer: 'Finn Adeyemi', operator: userInfo().username }]);
    expect(await sayJson(['activity', 'list', '--until', '2020-01-01'], env)).toEqual([]);
  });

  it('knows nobody who is not there', async () => {
    const { code, stderr } = await say(['budget', 'freeze', 'Design', '--as', 'nobody@example.com'], env);

    expect(code).toBe(1);
    expect(stderr).toContain('Nobody has the address nobody@example.com');
  });
});

describe('allowances', () => {
  it('are listed and shown', async () => {
    await say(['allowance', 'set', 'morgan@example.com', '200'], env);

    const listed = await say(['allowance', 'list'], env);
    const shown = await say(['allowance', 'show', 'morgan@example.com'], env);

    expect(listed.stdout).toMatch(/Morgan Reyes +morgan@example\.com +Design +\$200\.00/u);
    expect(shown.stdout).toBe('Morgan Reyes may give $200.00 a period and has $200.00 left.\n');
  });
});

describe('a department’s own rules', () => {
  it('are told from those it follows, and dropped', async () => {
    await say(['policy', 'set', '--gift-max', '100'], env);
    await say(['policy', 'set', '--department', 'Design', '--gift-max', '50'], env);

    const own = await say(['policy', 'show', 'Design'], env);
    const cleared = await say(['policy', 'clear', 'Design'], env);

    expect(own.stdout).toMatch(/One gift, at most +\$50\.00 +own/u);
    expect(own.stdout).toMatch(/Guests +allowed +inherited/u);
    expect(cleared.stdout).toMatch(/One gift, at most +\$100\.00 +inherited/u);
    expect(await say(['policy', 'set'], env)).toMatchObject({ code: 2 });
  });
});

describe('largesse recognize', () => {
  it('ends with 1 for a giver whom nobody knows, and where no worker decides', async () => {
    const unknown = await say(['recognize', 'morgan@example.com', '5', '--as', 'nobody@example.com'], env);

    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('Nobody has the address') });
    const args = ['recognize', 'finn@example.com', '5', '--as', 'morgan@example.com'];
    expect(await say([...args, '--no-wait'], env)).toMatchObject({ code: 0 });
    expect((await say(['requests', 'list', '--status', 'queued'], env)).stdout).toMatch(
      /morgan@example\.com +finn@example\.com +5 +queued/u,
    );
  });
});

describe('the help', () => {
  it('tells which options must be given', async () => {
    const { stdout } = await say(['budget', 'top-up', '--help'], env);

    expect(stdout.replaceAll(/\s+/gu, ' ')).toContain(
      '--reason <text> why: recorded in the activity log (required)',
    );
  });
});
