import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keysToText } from '#src/kit/key-ring.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { TEST_KEY } from '#test/helpers/test-keys.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';

/** Purchases from the shell. The tests build on one another. */

const PEOPLE = `email,name,department,role
morgan@example.com,Morgan Reyes,Engineering,manager
alice@example.com,Alice Ito,Engineering,employee
finn@example.com,Finn Adler,People,finance
`;

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

const ALICE = ['--as', 'alice@example.com'];
const FINN = ['--as', 'finn@example.com', '--yes'];

let checkoutId: string;

beforeAll(async () => {
  const path = join(dir, 'people.csv');
  await writeFile(path, PEOPLE);
  await say(['people', 'import', path], env);
  await say(['budget', 'set', 'Engineering', '500'], env);
  const asked = ['recognize', 'alice@example.com', '25', '--as', 'morgan@example.com', '--no-wait'];
  const { id } = (await sayJson(asked, env)) as { id: string };
  const { giftIds } = await core.app.recognition.issue([id]);
  const { id: organizationId } = await database.db
    .selectFrom('organization')
    .select('id')
    .executeTakeFirstOrThrow();
  const operator = { organizationId, operator: 'the test' };
  const [person] = await core.app.queries.people.findByEmail(operator, ['alice@example.com']);
  if (!person) throw new Error('there is no Alice');
  await core.app.gift.redeem({ person, giftId: giftIds[0] ?? '' });
});

describe('marketplaces from the shell', () => {
  it('are added with one currency, once by each name', async () => {
    expect((await say(['marketplace', 'list'], env)).stdout).toContain('There is none');

    expect((await say(['marketplace', 'add', 'Store'], env)).stdout).toContain('Store takes USD');
    expect((await say(['marketplace', 'add', 'store'], env)).stderr).toContain('is a marketplace called');
    expect(await sayJson(['marketplace', 'list'], env)).toMatchObject([{ name: 'Store', currency: 'USD' }]);
  });
});

describe('a purchase from the shell', () => {
  it('is not made unasked', async () => {
    const { stderr } = await say(['checkout', 'authorize', 'Store', '12', ...ALICE], env);
    expect(stderr).toContain('Add --yes');
  });

  it('is refused in another currency, and in a marketplace that there is not', async () => {
    const other = await say(['checkout', 'authorize', 'Store', '12', 'EUR', ...ALICE, '--yes'], env);
    const nowhere = await say(['checkout', 'authorize', 'Shop', '12', ...ALICE, '--yes'], env);

    expect(other.stderr).toContain('EUR');
    expect(nowhere.stderr).toContain('Known: Store');
  });

  it('holds money of a wallet, as its history says', async () => {
    const asked = ['checkout', 'authorize', 'store', '12', ...ALICE, '--for', 'a mug', '--yes'];
    const made = (await sayJson(asked, env)) as { id: string };
    checkoutId = made.id;

    expect(made).toMatchObject({ status: 'authorized', marketplace: 'Store', description: 'a mug' });
    const { stdout } = await say(['wallet', 'show', 'alice@example.com'], env);
    expect(stdout).toMatch(/\$13\.00 to spend/u);
    expect(stdout).toMatch(/checkout\.authorized +Store: a mug +-\$12\.00 +\$13\.00/u);
  });

  it('is captured in part and refunded by finance, and by nobody else', async () => {
    const byAlice = await say(['checkout', 'capture', checkoutId, ...ALICE, '--yes'], env);
    expect(byAlice.stderr).toContain('by finance or by an admin');

    await say(['checkout', 'capture', checkoutId, '--amount', '10', ...FINN], env);
    const refund = ['checkout', 'refund', checkoutId, '--amount', '4', '--reason', 'a dent', ...FINN];
    const { stdout } = await say(refund, env);

    expect(stdout).toMatch(/gift funds +\$12\.00 +\$10\.00 +\$4\.00/u);
    expect((await say(['checkout', 'void', checkoutId, ...FINN], env)).stderr).toContain('Refund it instead');
    expect((await say(['checkout', 'show', checkoutId], env)).stdout).toContain('captured');
    expect(await sayJson(['checkout', 'list', '--of', 'alice@example.com'], env)).toMatchObject([
      { checkoutId, status: 'captured', person: 'Alice Ito' },
    ]);
    expect((await say(['wallet', 'show', 'alice@example.com'], env)).stdout).toMatch(/\$19\.00 to spend/u);
    expect((await say(['audit', 'verify'], env)).stdout).toContain('Everything holds');
  });
});
