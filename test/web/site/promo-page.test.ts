import { expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { openSite } from './open-site.ts';

it('shows promotional credit on the wallet’s page with the last day on which it is good, not the one after', async () => {
  const database = await createTestDatabase();
  const { core, company, person, signIn } = await openSite(database.db);
  const year = core.clock.now().getUTCFullYear() + 1;
  const granted = await core.app.wallet.grantPromos({
    department: await company.department('Engineering'),
    person: await person('zoe'),
    reason: 'for the spring',
    expiresAt: new Date(Date.UTC(year, 0, 1)),
    promos: [{ personId: (await person('alice')).id, amountMinor: 1_000n, requestId: 'spring' }],
  });

  const { text } = await (await signIn('alice')).get('/wallet');

  expect(granted.ok).toBe(true);
  expect(text).toContain(`$10.00 until December 31, ${year - 1}: for the spring`);
  await database.drop();
});
