import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { createAmazonIncentives } from '#adapters/rewards/amazon-incentives/provider.ts';
import { newId } from '#src/kit/new-id.ts';
import type { RewardProvider } from '#src/ports/rewards.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { addGiftCard, giftCard, setGiftKind } from '#test/helpers/gift-cards.ts';
import { leaseDelivery } from '#test/helpers/sendings.ts';
import { AMAZON, startAmazonServer } from '#test/servers/rewards/amazon.ts';
import { openSite } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** Alice was given 25 dollars, for which she may choose Amazon or Cinema. */
async function start({ withCards = true } = {}) {
  const rewardProviders = new Map<string, RewardProvider>();
  const site = await openSite(database.db, {}, { rewardProviders });
  const { core, company } = site;
  const amazon = await startAmazonServer(core);
  onTestFinished(amazon.stop);
  const provider = createAmazonIncentives({ ...AMAZON, country: 'US', apiUrl: amazon.url }, core);
  rewardProviders.set(provider.name, provider);
  const of = withCards ? {} : { minMinor: 5_000n };
  const first = await addGiftCard(core, company, giftCard({}, of));
  const cinema = await addGiftCard(core, company, giftCard({ name: 'Cinema', description: 'Any film.' }, of));
  await setGiftKind(core, company, {});
  const { gifts } = await company.give('morgan', 'alice', '25', { message: 'for the launch' });
  const giftId = gifts[0]?.giftId ?? '';
  return {
    ...site,
    amazon,
    items: { amazon: first, cinema },
    giftId,
    path: `/wallet/gifts/${giftId}/choose`,
  };
}

describe('a guest who may choose a gift card', () => {
  it('comes from their mail to the page, signed in, and finds the card there once it is bought', async () => {
    const { core, company, visit, items, amazon } = await start();
    const client = { by: 'email', email: 'client@example.org', isGuest: true } as const;
    const { gifts } = await company.give('morgan', '', '30', { recipients: [client] });
    const giftId = gifts[0]?.giftId ?? '';
    const leased = await leaseDelivery(core.app, giftId);
    const link = leased.kind === 'send' && 'link' in leased.toSend ? leased.toSend.link : undefined;
    const path = new URL(link ?? '').pathname;
    const guest = visit();

    expect((await guest.get(path)).text).toContain('Choose a gift card of $30.00');
    const pressed = await guest.post(path);
    expect(pressed.location).toBe(`/wallet/gifts/${giftId}/choose`);
    expect((await guest.get(pressed.location ?? '')).text).toContain('Cinema');
    await guest.post(`${pressed.location}/${items.cinema}`, { insteadOf: '' });
    core.clock.advance(5 * 60_000);
    await core.app.reward.orderGiftCard(giftId);
    await core.app.reward.buy(giftId);

    expect((await guest.get(path)).text).toContain('Your gift card is in your wallet');
    const card = await guest.post(`/wallet/gifts/${giftId}/card`);
    expect(card.text).toContain(amazon.cards[0]?.code);
  });
});

describe('the page on which a recipient chooses their gift card', () => {
  it('leads from the wallet over what there is and what it means to a choice, which can be changed', async () => {
    const { signIn, items, giftId, path } = await start();
    const alice = await signIn('alice');

    expect((await alice.get('/wallet')).text).toContain(`href="${path}"`);
    const all = await alice.get(path);
    expect(all.text).toContain('Choose a gift card of $25.00');
    expect(all.text).toContain('for the launch');
    expect(all.text).toContain(`${path}/${items.cinema}`);
    const one = (await alice.get(`${path}/${items.cinema}`)).text;
    expect(one).toContain('Any film.');
    expect(one).toContain('Until then you may choose another; after that it cannot be changed.');

    const chosen = await alice.post(`${path}/${items.cinema}`, { insteadOf: '' });
    expect([chosen.status, chosen.location]).toEqual([303, '/wallet?said=chosen']);
    const wallet = (await alice.get('/wallet?said=chosen')).text;
    expect(wallet).toContain('Cinema, $25.00');
    expect(wallet).toContain('You chose this card. It will be bought after');
    expect((await alice.get(path)).text).toContain('You chose Cinema.');
    await alice.post(`${path}/${items.amazon}`, { insteadOf: items.cinema });
    expect((await alice.get('/wallet')).text).toContain('Amazon, $25.00');
    expect((await alice.post(`/wallet/gifts/${giftId}/redeem`)).status).toBe(409);
  });

  it('says that it is bought at once where its giver’s time is over, and then that there is nothing to change', async () => {
    const { core, signIn, items, giftId, path } = await start();
    core.clock.advance(5 * 60_000);
    const alice = await signIn('alice');
    expect((await alice.get(`${path}/${items.cinema}`)).text).toContain(
      'It is bought at once. Then it cannot be changed or given back.',
    );
    await alice.post(`${path}/${items.cinema}`, { insteadOf: '' });
    await core.app.reward.orderGiftCard(giftId);

    for (const late of [
      await alice.get(path),
      await alice.get(`${path}/${items.amazon}`),
      await alice.post(`${path}/${items.amazon}`, { insteadOf: items.cinema }),
      await alice.post(`/wallet/gifts/${giftId}/keep`),
    ]) {
      expect([late.status, late.text]).toEqual([
        409,
        expect.stringContaining('This gift is a gift card: Cinema.'),
      ]);
    }
  });

  it('says what another window has chosen, and what is not available any more', async () => {
    const { core, company, signIn, items, path } = await start();
    const alice = await signIn('alice');
    await alice.post(`${path}/${items.cinema}`, { insteadOf: '' });

    const second = await alice.post(`${path}/${items.amazon}`, { insteadOf: '' });
    expect(second.status).toBe(409);
    expect(second.text).toContain('You have chosen Cinema since you opened this page.');
    const priya = await company.person('priya');
    await core.app.store.retireItem({ actor: priya, itemId: items.amazon, isRetired: true });
    for (const gone of [
      await alice.get(`${path}/${items.amazon}`),
      await alice.post(`${path}/${items.amazon}`, { insteadOf: items.cinema }),
      await alice.get(`${path}/nonsense`),
    ]) {
      expect([gone.status, gone.text]).toEqual([
        409,
        expect.stringContaining('This gift card is not available any more.'),
      ]);
    }
  });

  it('is not there for anybody else, nor for who has left', async () => {
    const { core, company, signIn, items, giftId, path } = await start();
    const visitors = await Promise.all(['bob', 'morgan', 'priya', 'zoe'].map((userId) => signIn(userId)));
    const alice = await signIn('alice');
    const unknown = `/wallet/gifts/${newId()}/choose`;

    for (const other of visitors) {
      const found = [
        await other.get(path),
        await other.get(`${path}/${items.cinema}`),
        await other.post(`${path}/${items.cinema}`, { insteadOf: '' }),
        await other.post(`/wallet/gifts/${giftId}/keep`),
        await other.get(unknown),
        await other.post(`${unknown}/${items.cinema}`),
        await other.get('/wallet/gifts/nonsense/choose'),
      ];
      expect(found.map(({ status }) => status)).toEqual(Array(7).fill(404));
      expect(new Set(found.map(({ text }) => text)).size).toBe(1);
    }
    const { id: personId } = await company.person('alice');
    await core.app.people.deactivate(company.organization, { personId, actorId: null });
    const left = await alice.post(`${path}/${items.cinema}`, { insteadOf: '' });
    expect([left.status, left.location ?? '']).toEqual([303, expect.stringContaining('/sign-in')]);
  });

  it('adds the gift to their balance instead, once', async () => {
    const { signIn, giftId, path } = await start();
    const alice = await signIn('alice');

    const kept = await alice.post(`/wallet/gifts/${giftId}/keep`);
    const again = await alice.post(`/wallet/gifts/${giftId}/keep`);

    expect([kept.location, again.location]).toEqual(Array(2).fill('/wallet?said=added'));
    expect((await alice.get('/wallet')).text).toContain('$25.00');
    expect((await alice.get(path)).text).toContain('There is no gift card to choose for this gift any more');
  });

  it('where nothing can be had says so, offers the balance, and tells HR once', async () => {
    const { core, signIn, path } = await start({ withCards: false });
    const alice = await signIn('alice');

    const page = (await alice.get(path)).text;
    await alice.get(path);

    expect(page).toContain('There is no gift card of $25.00 for you now.');
    expect(page).toContain('Add $25.00 to my balance');
    const told = await core.db
      .selectFrom('notification')
      .select('id')
      .where('kind', '=', 'gift.no-card')
      .execute();
    expect(told).toHaveLength(1);
  });
});
