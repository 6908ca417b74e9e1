import { afterAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeLargesseDir, say } from '#test/cli/largesse.ts';

vi.setConfig({ testTimeout: 60_000 });

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const env = { DATABASE_URL: database.url, LARGESSE_DIR: dir };
afterAll(async () => {
  await database.drop();
  await remove();
});

describe('setting the rules from the shell', () => {
  it.each(['--allowance', '--approval-over-role'])(
    'names the roles when %s has another word',
    async (option) => {
      const { code, stderr } = await say(['policy', 'set', option, 'boss=300'], env);

      expect(code).toBe(2);
      expect(stderr).toContain('“boss” is not a role. Roles are employee, manager, approver');
    },
  );

  it('takes that recipients choose a gift card, and says so in plain words', async () => {
    const { code, stdout } = await say(['policy', 'set', '--gift-kind', 'recipient-chooses'], env);

    expect(code).toBe(0);
    expect(stdout).toMatch(/A gift is\s+a gift card that its recipient chooses/u);
    const unknown = await say(['policy', 'set', '--gift-kind', 'Cinema'], env);
    expect(unknown.stderr).toContain('or say recipient-chooses or stored-value');
  });

  it.each([
    ['--pair-share-stop', [], 'Say how much may go to one person, such as --pair-share 40'],
    ['--pair-share-from', ['100'], 'Say how much may go to one person, such as --pair-share 40'],
    ['--pair-share', ['none', '--pair-share-from', '100'], '--pair-share none removes the share'],
    ['--pair-share-warn', ['--pair-share', 'none'], '--pair-share none removes the share'],
    [
      '--remind-hours',
      ['72'],
      'Nobody would be reminded: the reminder after 72 h must come before the 72 h that an approval may wait',
    ],
    ['--approval-hours', ['0'], 'Write a whole number of hours, at least 1.'],
    ['--gift-max', ['1.000'], '“1.000” can mean 1 or 1000. Write the one that you mean.'],
  ])('sets nothing by %s %j, and says what to write', async (option, values, hint) => {
    const { code, stderr } = await say(['policy', 'set', option, ...values], env);

    expect(code).not.toBe(0);
    expect(stderr).toContain(hint);
  });
});
