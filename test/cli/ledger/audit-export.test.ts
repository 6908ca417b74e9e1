import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { TEST_KEY } from '#test/helpers/test-keys.ts';
import { keysToText } from '#src/kit/key-ring.ts';
import { largesse, makeLargesseDir, say } from '#test/cli/largesse.ts';

/** Starts of the program are slow where all tests run at once. */
vi.setConfig({ testTimeout: 120_000 });

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const env = {
  DATABASE_URL: database.url,
  LARGESSE_DIR: dir,
  HOST: '0.0.0.0',
  LARGESSE_KEYS: keysToText([TEST_KEY]),
};
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
    await broken.owner.schema.alterTable('posting').renameColumn('amount', 'sum').execute();

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
  it('shows the newest seal, to be kept elsewhere, and takes it back', async () => {
    await core.app.ledger.seal();

    const { code, stdout } = await say(['audit', 'verify'], env);
    const [, head = ''] = /\nThe newest seal, to keep elsewhere: (1:[0-9a-f]{64})\n/u.exec(stdout) ?? [];
    const kept = await say(['audit', 'verify', '--head', head], env);
    const other = await say(['audit', 'verify', '--head', `1:${'0'.repeat(64)}`], env);

    expect(code).toBe(0);
    expect(kept).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('✓ every head that was kept') as string,
    });
    expect(other.code).toBe(1);
    expect(other.stdout).toContain(
      `seal 1, whose hash was ${'0'.repeat(64)}, has another hash now: ${head.slice(2)}`,
    );
  });

  it('goes on from the last proof where there is one, and says what was walked', async () => {
    await core.app.ledger.seal();

    const first = await say(['audit', 'verify', '--since-last'], env);
    const proof = await core.app.queries.ledger.prove({
      organizationId: company.organization.id,
      operator: 'the test',
    });
    if (proof.ok) await core.app.ledger.recordProof(proof.value);
    const second = await say(['audit', 'verify', '--since-last'], env);

    expect([first.code, second.code]).toEqual([0, 0]);
    expect(first.stdout).toContain('There was no proof to go on from, so the whole ledger was walked.');
    expect(second.stdout).toContain('Only what is new since the last daily proof was walked.');
    expect(second.stdout).toMatch(/\nEverything holds: .+ gifts?, in \d+\.\d s\.\n$/u);
  });

  it.each([
    [['--head', '1'], '“1” is no head. Write NUMBER:HASH'],
    [['--head', '@/nowhere/heads.txt'], 'The file of heads cannot be read'],
  ])('refuses what is no head: %j', async (args, words) => {
    const { code, stderr } = await say(['audit', 'verify', ...args], env);

    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });
});
