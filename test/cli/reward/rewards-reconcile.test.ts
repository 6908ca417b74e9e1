import { afterAll, expect, it, vi } from 'vitest';
import { createTremendous } from '#adapters/rewards/tremendous/provider.ts';
import { keysToText, newKey } from '#src/kit/key-ring.ts';
import { newId } from '#src/kit/new-id.ts';
import { makeLargesseDir, say } from '#test/cli/largesse.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { silentLog as log } from '#test/helpers/silent-log.ts';
import { startTremendousServer, TREMENDOUS } from '#test/servers/rewards/tremendous.ts';

vi.setConfig({ testTimeout: 120_000 });

const clock = { now: () => new Date() };
const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const shop = await startTremendousServer({ clock });
const env = { DATABASE_URL: database.url, LARGESSE_KEYS: keysToText([newKey()]), LARGESSE_DIR: dir };
const withShop = {
  ...env,
  TREMENDOUS_API_KEY: TREMENDOUS.apiKey,
  TREMENDOUS_API_URL: `${shop.url}/api/v2`,
};

afterAll(async () => {
  await shop.stop();
  await database.drop();
  await remove();
});

it('says that there is nothing to compare without a provider', async () => {
  expect(await say(['rewards', 'reconcile'], env)).toMatchObject({
    code: 0,
    stdout: 'No provider of rewards is configured.\n',
  });
});

it('gives up no purchase that there is not, and does nothing unless it is told to', async () => {
  const cancel = ['rewards', 'cancel', newId(), '--reason', 'our account is closed'];
  expect((await say([...cancel, '--dry-run'], env)).stdout).toContain('Nothing was given up.');
  expect(await say([...cancel, '--yes'], env)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('No purchase has this id.') as string,
  });
});

it('lists the purchases that the database has forgotten, for people and for programs', async () => {
  const provider = createTremendous(
    { ...TREMENDOUS, fundingSourceId: 'balance', apiUrl: `${shop.url}/api/v2` },
    { clock, log },
  );
  const key = newId();
  await provider.order({ key, product: 'VISAEU0000', face: { amountMinor: 2_500n, currency: 'EUR' } });

  const { code, stdout } = await say(['rewards', 'reconcile'], withShop);
  const { stdout: json } = await say(['rewards', 'reconcile', '--days', '1', '--json'], withShop);

  expect(code).toBe(0);
  expect(stdout).toMatch(/^tremendous: 1 purchase, 1 unmatched\.\n {2}\S+ {2}€25\.00 {2}/u);
  expect(stdout).toContain(`${key}  ${shop.orders[0]?.id}: we know nothing of it`);
  expect(JSON.parse(json)).toMatchObject([
    { provider: 'tremendous', purchases: 1, unmatched: [{ trouble: 'forgotten', purchase: { key } }] },
  ]);
  expect(`${stdout}${json}`).not.toContain(shop.links[0]);
});

it('says which provider could not be asked', async () => {
  const { stdout } = await say(['rewards', 'reconcile'], { ...withShop, TREMENDOUS_API_KEY: 'wrong' });

  expect(stdout).toBe('tremendous: could not be asked. Tremendous: HTTP 401, Unauthorized\n');
});
