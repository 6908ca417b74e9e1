import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { largesse, makeLargesseDir, say } from '#test/cli/largesse.ts';

/** Starts of the program are slow where all tests run at once. */
vi.setConfig({ testTimeout: 120_000 });

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const env = { DATABASE_URL: database.url, LARGESSE_DIR: dir, HOST: '0.0.0.0' };
const core = makeCore(database.db);
const company = await makeCompany(core);
await company.give('morgan', 'alice', '25');
afterAll(async () => {
  await database.drop();
  await remove();
});

describe('largesse audit export', () => {
  it('writes to standard output, and nothing else there', async () => {
    const { code, stdout, stderr } = await largesse(['audit', 'export'], env);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^; The ledger of Acme\n/u);
    expect(stdout).toMatch(/\n {4}Equity:Funding {2}0 USD = -700\.00 USD\n$/u);
  });

  it('writes a file that only its owner reads', async () => {
    const path = join(dir, 'ledger.beancount');

    const { code, stdout } = await say(['audit', 'export', '--format', 'beancount', '--output', path], env);

    expect({ code, stdout }).toEqual({ code: 0, stdout: `3 entries are in ${path}\n` });
    expect(await readFile(path, 'utf8')).toMatch(/\noption "title" "The ledger of Acme"\n/u);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('leaves the file of before when the ledger cannot be read to the end', async () => {
    const path = join(dir, 'ledger.journal');
    await writeFile(path, 'the one of before');
    const broken = await createTestDatabase();
    await makeCompany(makeCore(broken.db));
    await broken.db.schema.alterTable('posting').renameColumn('amount', 'sum').execute();

    const ran = await say(['audit', 'export', '--output', path], { ...env, DATABASE_URL: broken.url });
    await broken.drop();

    expect(ran).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^largesse: /u) });
    expect(await readFile(path, 'utf8')).toBe('the one of before');
    expect((await readdir(dir)).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('knows no other format', async () => {
    const { code, stderr } = await say(['audit', 'export', '--format', 'csv'], env);

    expect(code).toBe(2);
    expect(stderr).toMatch(/hledger, beancount/u);
  });
});

describe('largesse audit verify', () => {
  it('shows the newest seal, to be kept elsewhere', async () => {
    await core.app.ledger.seal();

    const { code, stdout } = await say(['audit', 'verify'], env);

    expect(code).toBe(0);
    expect(stdout).toMatch(/\nThe newest seal, to keep elsewhere: 1 [0-9a-f]{64}\n/u);
  });
});
