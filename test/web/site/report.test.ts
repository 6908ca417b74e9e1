import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { openSite, type Site } from './open-site.ts';

const database = await createTestDatabase();
let site: Site;
beforeAll(async () => {
  site = await openSite(database.db);
});
afterAll(() => database.drop());

describe('a code that somebody else saw', () => {
  it('is frozen on the wallet’s page once its owner says so, and adds nothing from then on', async () => {
    const { gifts } = await site.company.give('morgan', 'alice', '25');
    const giftId = gifts[0]?.giftId ?? '';
    const alice = await site.signIn('alice');

    const asked = await alice.get(`/wallet/gifts/${giftId}/report`);
    const frozen = await alice.post(`/wallet/gifts/${giftId}/report`);
    const added = await alice.post(`/wallet/gifts/${giftId}/redeem`);

    expect(asked.text).toContain('Freeze the code for $25.00');
    expect(frozen).toMatchObject({ status: 303, location: '/wallet?said=reported' });
    expect(added.text).toContain('This code was reported as lost or seen');
    expect((await alice.get('/wallet?said=reported')).text).toContain('The code is frozen');
  });

  it('says until when a gift can be added, beside it', async () => {
    await site.company.give('morgan', 'bob', '5');

    expect((await (await site.signIn('bob')).get('/wallet')).text).toContain('It does not expire.');
  });
});
