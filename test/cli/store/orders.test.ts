import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keysToText } from '#src/kit/key-ring.ts';
import { valueOf } from '#test/helpers/checkouts.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { ownGoods } from '#test/helpers/stock.ts';
import { TEST_KEY } from '#test/helpers/test-keys.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';

/** Orders from the shell: whoever sees to them, HR and admins. */

const PEOPLE = `email,name,department,role
morgan@example.com,Morgan Reyes,Engineering,manager
alice@example.com,Alice Ito,Engineering,employee
priya@example.com,Priya Nair,People,hr
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

async function personCalled(email: string) {
  const { id: organizationId } = await database.db
    .selectFrom('organization')
    .select('id')
    .executeTakeFirstOrThrow();
  const [person] = await core.app.queries.people.findByEmail({ organizationId, operator: 'the test' }, [
    email,
  ]);
  if (!person) throw new Error(`there is no ${email}`);
  return person;
}

/** Two mugs that Alice has ordered, for 10.00 each. */
const ids: string[] = [];

beforeAll(async () => {
  const path = join(dir, 'people.csv');
  await writeFile(path, PEOPLE);
  await say(['people', 'import', path], env);
  await say(['budget', 'set', 'Engineering', '500'], env);
  const asked = ['recognize', 'alice@example.com', '25', '--as', 'morgan@example.com', '--no-wait'];
  const { id } = await sayJson<{ id: string }>(asked, env);
  const { giftIds } = await core.app.recognition.issue([id]);
  const [buyer, priya] = [await personCalled('alice@example.com'), await personCalled('priya@example.com')];
  await core.app.gift.redeem({ person: buyer, giftId: giftIds[0] ?? '' });
  const fields = ownGoods({
    prices: { USD: 1_000n },
    fulfillerId: (await personCalled('morgan@example.com')).id,
  });
  const { id: itemId } = valueOf(await core.app.store.addItem({ actor: priya, fields }));
  for (const requestId of ['one', 'two']) {
    const order = { buyer, itemId, currency: 'USD', amountMinor: 1_000n, requestId };
    ids.push(valueOf(await core.app.store.order(order)).id);
  }
});

describe('orders from the shell', () => {
  it('are listed, for whom and by whom, and shown', async () => {
    const { stdout } = await say(['orders', 'list', '--fulfiller', 'morgan@example.com'], env);
    expect(stdout).toMatch(/Mug +Alice Ito +Morgan Reyes +\$10\.00 +placed/u);
    expect((await say(['orders', 'list', '--status', 'refunded'], env)).stdout).toContain('No orders.');
    const newest = await say(['orders', 'list', '--limit', '1'], env);
    const [, last = ''] = /--before (\S+)/u.exec(newest.stdout) ?? [];
    expect(last).toBe(ids[1]);
    const older = await say(['orders', 'list', '--limit', '1', '--before', last], env);
    expect(older.stdout).toContain(ids[0]);
    expect(older.stdout).not.toContain('Older ones');
    expect((await say(['orders', 'show', ids[0] ?? ''], env)).stdout).toContain('Its payment: authorized.');
  });

  it('are taken on, fulfilled, refunded and cancelled by whoever sees to them', async () => {
    const [first = '', second = ''] = ids;
    const byMorgan = ['--as', 'morgan@example.com'];
    const byAlice = await say(['orders', 'start', first, '--as', 'alice@example.com'], env);
    expect(byAlice.stderr).toContain('Only whoever sees to this order');

    expect((await say(['orders', 'start', first, ...byMorgan], env)).stdout).toContain('fulfilling');
    const done = await say(['orders', 'fulfil', first, '--note', 'At the desk', ...byMorgan], env);
    expect(done.stdout).toContain('Note: At the desk');
    const end = ['--reason', 'torn', '--as', 'priya@example.com', '--yes'];
    expect((await say(['orders', 'refund', first, ...end], env)).stdout).toContain('refunded');
    expect((await say(['orders', 'cancel', second, ...end], env)).stdout).toContain('cancelled');
    expect(await sayJson(['orders', 'list'], env)).toMatchObject([
      { status: 'cancelled' },
      { status: 'refunded' },
    ]);
  });
});
