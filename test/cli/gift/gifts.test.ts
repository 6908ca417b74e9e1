import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keysToText } from '#src/kit/key-ring.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { TEST_KEY } from '#test/helpers/test-keys.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';

/** A company's gifts, looked at and taken back from the shell. The tests build on one another. */

const PEOPLE = `email,name,department,role
morgan@example.com,Morgan Reyes,Engineering,manager
alice@example.com,Alice Ito,Engineering,employee
priya@example.com,Priya Nair,People,hr
finn@example.com,Finn Adler,People,finance
`;
const NOBODYS = '0199f3a2-5c1e-7d40-9b3a-2f6d8e1c4a57';

vi.setConfig({ testTimeout: 60_000 });

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const env = { DATABASE_URL: database.url, LARGESSE_DIR: dir, LARGESSE_KEYS: keysToText([TEST_KEY]) };
afterAll(async () => {
  await database.drop();
  await remove();
});

const core = makeCore(database.db);
core.clock.set(new Date().toISOString());

async function give(amount: string): Promise<string> {
  const asked = ['recognize', 'alice@example.com', amount, '--as', 'morgan@example.com', '--no-wait'];
  const { id } = (await sayJson(asked, env)) as { id: string };
  const { giftIds } = await core.app.recognition.issue([id]);
  return giftIds[0] ?? '';
}

let first: string;
let second: string;

beforeAll(async () => {
  const path = join(dir, 'people.csv');
  await writeFile(path, PEOPLE);
  await say(['people', 'import', path], env);
  await say(['budget', 'set', 'Engineering', '500'], env);
  first = await give('25');
  second = await give('10');
});

describe('gifts from the shell', () => {
  it('are listed with their ids, the newest first', async () => {
    const { stdout } = await say(['gifts', 'list'], env);
    const narrowed = await sayJson(['gifts', 'list', '--giver', 'alice@example.com'], env);

    expect(stdout).toMatch(
      new RegExp(
        `${second} .*Morgan Reyes +Alice Ito +\\$10.00 +issued\n${first} .*\\$25.00 +issued\n$`,
        'u',
      ),
    );
    expect(narrowed).toEqual([]);
  });

  it('are undone by their giver, and say so from then on', async () => {
    const others = await say(['gifts', 'undo', first, '--as', 'priya@example.com'], env);
    const undone = await say(['gifts', 'undo', first, '--as', 'morgan@example.com'], env);
    const again = await say(['gifts', 'undo', first, '--as', 'morgan@example.com'], env);

    expect(others).toMatchObject({
      code: 1,
      stderr: 'largesse: Only the person who gave a gift can take it back.\n',
    });
    expect(undone).toMatchObject({
      code: 0,
      stdout: '$25.00 for Alice Ito is back in the budget, and its code no longer works.\n',
    });
    expect(again).toMatchObject({ code: 1, stderr: 'largesse: This gift was taken back.\n' });
    expect(await sayJson(['gifts', 'list', '--status', 'voided'], env)).toMatchObject([
      { giftId: first, recipient: 'Alice Ito', amountMinor: '2500', status: 'voided', isReversed: false },
    ]);
  });

  it('are not given again by the same request, which says that they were taken back', async () => {
    const asked = [
      'recognize',
      'alice@example.com',
      '5',
      '--as',
      'morgan@example.com',
      '--request-id',
      'r-1',
    ];
    const { id } = (await sayJson([...asked, '--no-wait'], env)) as { id: string };
    const { giftIds } = await core.app.recognition.issue([id]);
    await say(['gifts', 'undo', giftIds[0] ?? '', '--as', 'morgan@example.com'], env);

    const { stdout } = await say(asked, env);

    expect(stdout).toContain('Nothing was given twice.\n$5.00 for Alice Ito was taken back.\n');
    expect(await sayJson(asked, env)).toMatchObject({ gifts: [{ giftId: giftIds[0], status: 'voided' }] });
  });

  it('are voided with a reason by those who may, once a second person approves', async () => {
    const order = ['gifts', 'void', second, '--reason', 'given twice', '--as'];

    const refused = await say([...order, 'morgan@example.com'], env);
    const asked = await say([...order, 'priya@example.com'], env);
    const unknown = await say(['gifts', 'void', NOBODYS, ...order.slice(3), 'priya@example.com'], env);

    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain('Your role is manager');
    expect(asked.stdout).toMatch(
      /^Asked: \$10\.00 for Alice Ito is taken back once a second person approves/u,
    );
    expect(unknown).toMatchObject({
      code: 1,
      stderr: 'largesse: There is no such gift. `largesse gifts list` shows them.\n',
    });
    expect(await sayJson(['gifts', 'list', '--status', 'issued'], env)).toMatchObject([{ giftId: second }]);
  });

  it('are found by person, department and day, and written for spreadsheets', async () => {
    const engineering = await say(['gifts', 'list', '--department', 'Engineering', '--csv'], env);
    const nobodys = await sayJson(['gifts', 'list', '--person', 'finn@example.com'], env);
    const later = await sayJson(['gifts', 'list', '--since', '2999-01-01'], env);

    expect(engineering.stdout).toMatch(
      /^gift,given,giver,recipient,department,amount,currency,state,claim by\r\n[-\da-f]{36},[^,]+Z,Morgan Reyes,Alice Ito,Engineering,\d/u,
    );
    expect(nobodys).toEqual([]);
    expect(later).toEqual([]);
  });

  it('are sent again by those whose business they are, and by nobody else', async () => {
    const sent = await say(['gifts', 'resend', second, '--as', 'morgan@example.com'], env);
    const refused = await say(['gifts', 'resend', second, '--as', 'alice@example.com'], env);
    const gone = await say(['gifts', 'resend', first, '--as', 'priya@example.com'], env);

    expect(sent.stdout).toBe('Due again: the message about $10.00 for Alice Ito.\n');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(gone).toMatchObject({ code: 1, stdout: '' });
  });

  it('ask for what they need', async () => {
    expect(await say(['gifts', 'void', second, '--as', 'priya@example.com'], env)).toMatchObject({ code: 2 });
    expect(await say(['gifts', 'list', '--status', 'gone'], env)).toMatchObject({ code: 2 });
  });
});
