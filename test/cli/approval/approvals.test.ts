import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { keysToText } from '#src/kit/key-ring.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { TEST_KEY } from '#test/helpers/test-keys.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';

const PEOPLE = `email,name,department,manager_email,role,discord_id
morgan@example.com,Morgan Reyes,Engineering,,manager,
alice@example.com,Alice Ito,Engineering,,,
ada@example.com,Ada Stone,Engineering,,approver,
`;

vi.setConfig({ testTimeout: 60_000 });

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const env = {
  DATABASE_URL: database.url,
  LARGESSE_DIR: dir,
  HOST: '0.0.0.0',
  LARGESSE_KEYS: keysToText([TEST_KEY]),
};
afterAll(async () => {
  await database.drop();
  await remove();
});

/** Asks for a gift above 100, which waits for Ada. */
async function reserve(amount: string): Promise<string> {
  const core = makeCore(database.db);
  core.clock.set(new Date().toISOString());
  const args = ['recognize', 'alice@example.com', amount, '--as', 'morgan@example.com', '--no-wait'];
  const { id } = (await sayJson(args, env)) as { id: string };
  const { approvalIds } = await core.app.recognition.issue([id]);
  for (const approvalId of approvalIds) await core.app.approval.advance(approvalId);
  return approvalIds[0] ?? '';
}

describe('deciding from the shell', () => {
  it('lists what waits, and lets those who may decide it, once', async () => {
    const path = join(dir, 'people.csv');
    await writeFile(path, PEOPLE);
    await say(['people', 'import', path], env);
    await say(['budget', 'set', 'Engineering', '1000'], env);
    await say(['policy', 'set', '--currency', 'USD', '--approval-over', '100'], env);
    const [first, second] = [await reserve('300'), await reserve('200')];

    const listed = await sayJson(['approvals', 'list'], env);
    const byAlice = await say(['approvals', 'approve', first, '--as', 'alice@example.com'], env);
    const approved = await say(['approvals', 'approve', first, '--as', 'ada@example.com'], env);
    const declined = await say(
      ['approvals', 'decline', second, 'not', 'now', '--as', 'ada@example.com'],
      env,
    );
    const again = await say(['approvals', 'approve', second, '--as', 'ada@example.com'], env);
    const after = await say(['approvals', 'list'], env);

    expect(listed).toMatchObject([
      {
        id: first,
        kind: 'gift',
        requestedBy: 'Morgan Reyes',
        recipients: ['Alice Ito'],
        amountMinor: '30000',
      },
      { id: second, amountMinor: '20000' },
    ]);
    expect([byAlice.code, byAlice.stderr]).toEqual([1, expect.stringContaining('You may not decide this.')]);
    expect(approved).toMatchObject({ code: 0, stdout: 'Ada Stone approved it: $300.00 for Alice Ito.\n' });
    expect(declined).toMatchObject({ code: 0, stdout: 'Ada Stone declined it: $200.00 for Alice Ito.\n' });
    expect([again.code, again.stderr]).toEqual([1, 'largesse: Ada Stone declined this already.\n']);
    expect(after.stdout).toBe('Nothing waits for a decision.\n');
  });

  it('lets who asked withdraw it, and nobody else', async () => {
    const waiting = await reserve('170');
    const withdraw = ['approvals', 'withdraw', waiting, '--as'];

    const byAda = await say([...withdraw, 'ada@example.com'], env);
    const byMorgan = await say([...withdraw, 'morgan@example.com'], env);
    const late = await say(['approvals', 'approve', waiting, '--as', 'ada@example.com'], env);

    expect([byAda.code, byAda.stderr]).toEqual([
      1,
      'largesse: Only the person who asked for this can withdraw it.\n',
    ]);
    expect(byMorgan).toMatchObject({
      code: 0,
      stdout:
        'It was withdrawn: $170.00 for Alice Ito.\nThe money is back in the budget, and nobody gets anything.\n',
    });
    expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('This was withdrawn')]);
  });

  it('lets somebody decide in another’s place until the end of a day', async () => {
    const delegate = ['approvals', 'delegate', '--from', 'ada@example.com'];
    const until = '2100-01-15';

    const toAlice = await say([...delegate, '--to', 'alice@example.com', '--until', until], env);
    const toHerself = await say([...delegate, '--to', 'ada@example.com', '--until', until], env);
    const past = await say([...delegate, '--to', 'alice@example.com', '--until', '2020-01-15'], env);
    const noDay = await say([...delegate, '--to', 'alice@example.com', '--until', '2100-02-30'], env);
    const waiting = await reserve('150');
    const byAda = await say(['approvals', 'approve', waiting, '--as', 'ada@example.com'], env);

    expect(toAlice).toMatchObject({
      code: 0,
      stdout: `Alice Ito decides for Ada Stone until the end of ${until}.\n`,
    });
    expect([toHerself.code, past.code, noDay.code, byAda.code]).toEqual([1, 1, 2, 1]);
  });
});

describe('setting rules from the shell', () => {
  it('refuses those by which no gift could be given', async () => {
    const rules = ['--currency', 'USD', '--gift-min', '30', '--gift-max', '20'];

    const set = await say(['policy', 'set', ...rules], env);

    expect(set).toMatchObject({ code: 1 });
    expect(set.stderr).toContain('the smallest gift must not be above the largest');
  });
});
