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
zoe@example.com,Zoe Admin,People,admin
dan@example.com,Dan Roe,Design,finance
`;

beforeAll(async () => {
  const path = join(dir, 'people.csv');
  await writeFile(path, PEOPLE);
  await say(['people', 'import', path], env);
  await say(['policy', 'second-person', '--over', '1000'], env);
}, 120_000);
afterAll(async () => {
  await database.drop();
  await remove();
});

describe('the shell', () => {
  it('says that a change waits, lists it, and makes it on the word of somebody else', async () => {
    const topUp = ['budget', 'top-up', 'Design', '2000', '--reason', 'a launch', '--as', 'finn@example.com'];
    const asked = await say(topUp, env);
    expect(asked.code).toBe(1);
    expect(asked.stderr).toContain('Changes above $1,000.00 need a second person');

    const [waiting] = (await sayJson(['proposals', 'list'], env)) as { id: string }[];
    expect(waiting).toMatchObject({
      change: { kind: 'top-up', amountMinor: '200000' },
      proposer: 'Finn Adeyemi',
    });
    expect((await say(['proposals', 'list'], env)).stdout).toContain('Top up Design by $2,000.00');

    const id = waiting?.id ?? '';
    const own = await say(['proposals', 'confirm', id, '--as', 'finn@example.com'], env);
    expect(own.stderr).toContain('You proposed this yourself');
    const confirmed = await say(['proposals', 'confirm', id, '--as', 'zoe@example.com'], env);
    expect(confirmed.stdout).toContain('Confirmed, and done: Top up Design by $2,000.00.');
    const record = await say(['activity', 'list', '--kind', 'proposal.confirmed'], env);
    expect(record.stdout).toContain('Zoe Admin');
  });

  it('lets nobody raise what they give themselves by --as', async () => {
    const own = await say(['budget', 'set', 'Design', '10', '--as', 'dan@example.com'], env);

    expect(own.code).toBe(1);
    expect(own.stderr).toContain('Nobody raises what they give from themselves');
    expect((await say(['budget', 'set', 'Design', '10'], env)).code).toBe(0);
  });

  it('takes a second person to ask less often', async () => {
    const less = await say(['policy', 'second-person', '--over', 'none', '--as', 'finn@example.com'], env);

    expect(less.stderr).toContain('need a second person');
    expect((await say(['policy', 'second-person'], env)).stdout).toContain('A change above $1,000.00 needs');
    const [waiting] = (await sayJson(['proposals', 'list'], env)) as { id: string }[];
    const declined = ['proposals', 'decline', waiting?.id ?? '', '--reason', 'no', '--as', 'zoe@example.com'];
    expect((await say(declined, env)).stdout).toContain('Declined, nothing has changed');
    expect((await say(['proposals', 'list'], env)).stdout).toContain('Nothing waits for a second person.');
  });

  it('lets an account of somebody with a role, and merging their records, wait for a second person', async () => {
    const path = join(dir, 'more.csv');
    await writeFile(path, 'email,name,department,role\nyan@example.com,Yan Admin,People,admin\n');
    await say(['people', 'import', path, '--yes'], env);
    const [role] = (await sayJson(['proposals', 'list'], env)) as { id: string }[];
    await say(['proposals', 'confirm', role?.id ?? '', '--as', 'zoe@example.com'], env);
    const as = ['--as', 'zoe@example.com'];
    const linked = await say(['identities', 'link', 'dan@example.com', 'slack:U024BE7LH', ...as], env);
    const records = ['finn@example.com', 'dan@example.com'];
    const dry = await say(['people', 'merge', ...records, '--dry-run', ...as], env);
    const merged = await say(['people', 'merge', ...records, '--yes', ...as], env);
    const alone = await say(['identities', 'link', 'dan@example.com', 'slack:U0OTHER1'], env);

    expect([linked.code, merged.code, alone.code]).toEqual([1, 1, 1]);
    expect(linked.stderr).toContain('Dan Roe has a role, so another account or address for them needs');
    expect(dry.stdout).toContain('it waits until a second person confirms it');
    expect(merged.stderr).toContain('One of the two records has a role');
    const { stdout: list } = await say(['proposals', 'list'], env);
    expect(list).toContain('Link the account slack:U024BE7LH to Dan Roe');
    expect(list).toContain('Merge the record finn@example.com into dan@example.com');
    expect(list).toContain('slack:U0OTHER1');
    const [first] = (await sayJson(['proposals', 'list'], env)) as { id: string }[];
    const confirmed = await say(['proposals', 'confirm', first?.id ?? '', '--as', 'yan@example.com'], env);
    expect(confirmed.stdout).toContain('Confirmed, and done: Link the account slack:U024BE7LH to Dan Roe.');
  });
});
