import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';

/** Money for departments beside their budgets, from the shell. The tests build on one another. */

const PEOPLE = `email,name,department
alice@example.com,Alice Ito,Engineering
bob@example.com,Bob Olsen,Design
`;
const ID = '0199f3a2-5c1e-7d40-9b3a-2f6d8e1c4a57';

vi.setConfig({ testTimeout: 60_000 });

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const env = { DATABASE_URL: database.url, LARGESSE_DIR: dir };
afterAll(async () => {
  await database.drop();
  await remove();
});

beforeAll(async () => {
  const path = join(dir, 'people.csv');
  await writeFile(path, PEOPLE);
  await say(['people', 'import', path], env);
  await say(['budget', 'set', 'Engineering', '500'], env);
  await say(['budget', 'set', 'Design', '200'], env);
});

describe('a top-up from the shell', () => {
  const topUp = ['budget', 'top-up', 'Design', '50', '--reason', 'launch party', '--request-id', ID];

  it('says what was added and what the department has now', async () => {
    const { stdout } = await say(topUp, env);

    expect(stdout).toMatch(/^Design got \$50\.00 on top, spent after its budget\.\nDepartment +Left /u);
    expect(stdout).toMatch(/\nDesign +\$200\.00 +\$200\.00 .* \$50\.00 on top\n$/u);
  });

  it('adds once for one request id, and says so', async () => {
    const { code, stdout } = await say(topUp, env);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^This was done already\. Nothing was added twice\.\n.*\n.* \$50\.00 on top\n$/u);
    expect(await sayJson(topUp, env)).toMatchObject({ topUpMinor: '5000', isRepeat: true, requestId: ID });
  });
});

describe('a move from the shell', () => {
  const amount = ['budget', 'move', '150', '--from', 'Design', '--to', 'Engineering'];
  const move = [...amount, '--reason', 'launch party', '--request-id', ID];

  it('wants a reason', async () => {
    const { code, stderr } = await say(amount, env);

    expect(code).toBe(2);
    expect(stderr).toContain('--reason <text>');
  });

  it('says what was moved and what both departments have now', async () => {
    const { stdout } = await say(move, env);

    expect(stdout).toMatch(/^\$150\.00 moved from Design to Engineering\.\nDepartment +Left /u);
    expect(stdout).toMatch(/\nDesign +\$50\.00 .*\nEngineering +\$650\.00 /u);
  });

  it('moves once for one request id, and says so', async () => {
    const { code, stdout } = await say(move, env);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^This was done already\. Nothing was moved twice\.\n/u);
    expect(await sayJson(move, env)).toMatchObject({
      leftMinor: { from: '5000', to: '65000' },
      isRepeat: true,
      requestId: ID,
    });
  });
});
