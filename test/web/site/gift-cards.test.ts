import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { createAmazonIncentives } from '#adapters/rewards/amazon-incentives/provider.ts';
import type { RewardProvider } from '#src/ports/rewards.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { addGiftCard, setGiftKind } from '#test/helpers/gift-cards.ts';
import { AMAZON, startAmazonServer } from '#test/servers/rewards/amazon.ts';
import { openSite } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** Alice is given an Amazon card of 25 dollars. */
async function start() {
  const rewardProviders = new Map<string, RewardProvider>();
  const site = await openSite(database.db, {}, { rewardProviders });
  const { core, company } = site;
  const amazon = await startAmazonServer(core);
  onTestFinished(amazon.stop);
  const provider = createAmazonIncentives({ ...AMAZON, country: 'US', apiUrl: amazon.url }, core);
  rewardProviders.set(provider.name, provider);
  await setGiftKind(core, company, { itemId: await addGiftCard(core, company), undoMinutes: 0 });
  const { gifts } = await company.give('morgan', 'alice', '25');
  const giftId = gifts[0]?.giftId ?? '';
  async function buy(): Promise<void> {
    await core.app.reward.orderGiftCard(giftId);
    await core.app.reward.buy(giftId);
  }
  return { ...site, amazon, giftId, buy };
}

describe('the wallet’s page of somebody who was given a gift card', () => {
  it('says that it is being bought, then shows it at a press of its button, and that is on record', async () => {
    const { core, signIn, amazon, giftId, buy } = await start();
    const alice = await signIn('alice');

    const waiting = (await alice.get('/wallet')).text;
    expect(waiting).toContain('Amazon, $25.00');
    expect(waiting).toContain('It is being bought.');
    expect(waiting).not.toContain(`/wallet/gifts/${giftId}/card`);
    expect((await alice.post(`/wallet/gifts/${giftId}/card`)).status).toBe(409);
    expect((await alice.post(`/wallet/gifts/${giftId}/redeem`)).status).toBe(409);
    await buy();
    const here = (await alice.get('/wallet')).text;
    expect(here).toContain(`/wallet/gifts/${giftId}/card`);
    expect(here).not.toContain(amazon.cards[0]?.code);

    const shown = await alice.post(`/wallet/gifts/${giftId}/card`);
    expect([shown.status, shown.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(shown.text).toContain(amazon.cards[0]?.code);
    const seen = await core.db
      .selectFrom('activity')
      .select('subject_id')
      .where('kind', '=', 'reward.revealed')
      .execute();
    expect(seen).toHaveLength(1);
  });

  it('shows it to nobody else, and not by a link', async () => {
    const { signIn, giftId, buy } = await start();
    await buy();

    for (const userId of ['bob', 'morgan', 'priya', 'zoe']) {
      const other = await signIn(userId);
      expect((await other.post(`/wallet/gifts/${giftId}/card`)).status).toBe(404);
      expect((await other.get('/wallet')).text).not.toContain('Your gift cards');
    }
    expect((await (await signIn('alice')).get(`/wallet/gifts/${giftId}/card`)).status).toBe(404);
  });

  it('says calmly that the provider does not answer, and counts that as no look', async () => {
    const { core, signIn, amazon, giftId, buy } = await start();
    await buy();
    const alice = await signIn('alice');
    amazon.obey('F4000');

    const tried = await alice.post(`/wallet/gifts/${giftId}/card`);
    expect(tried.status).toBe(409);
    expect(tried.text).toContain('The provider does not answer. Nothing was used up. Try again in a minute.');
    const { reveals } = await core.db
      .selectFrom('reward_order')
      .select('reveals')
      .where('id', '=', giftId)
      .executeTakeFirstOrThrow();
    expect(reveals).toBe(0);
    expect((await alice.post(`/wallet/gifts/${giftId}/card`)).text).toContain(amazon.cards[0]?.code);
  });

  it('shows nothing while the wallet is frozen', async () => {
    const { core, company, signIn, giftId, buy } = await start();
    await buy();
    const person = await company.person('priya');
    const { id: ownerId } = await company.person('alice');
    await core.app.wallet.freeze({ person, ownerId, isFrozen: true, reason: 'to be safe' });

    expect((await (await signIn('alice')).post(`/wallet/gifts/${giftId}/card`)).status).toBe(409);
  });
});
