import { afterAll, describe, expect, it } from 'vitest';
import type { PersonRef } from '#src/domain/people/person-ref.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { leaseDelivery } from '#test/helpers/sendings.ts';
import { openSite, type Site } from './open-site.ts';
import { setUpFactor } from './set-up-factor.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const CLIENT: PersonRef = { by: 'email', email: 'client@example.org', isGuest: true };
const SESSION = '__Host-largesse';

/** The path of the page that the guest's mail leads to. */
async function giveToGuest(site: Site, amount = '50'): Promise<{ path: string; giftId: string }> {
  const { gifts } = await site.company.give('morgan', '', amount, { recipients: [CLIENT] });
  const giftId = gifts[0]?.giftId ?? '';
  const leased = await leaseDelivery(site.core.app, giftId);
  if (leased.kind !== 'send' || !('link' in leased.toSend)) throw new Error('there is no mail');
  return { path: new URL(leased.toSend.link ?? '').pathname, giftId };
}

describe('a guest who claims their gift', () => {
  it('is signed in to their wallet, and has nothing else', async () => {
    const site = await openSite(database.db);
    const { path } = await giveToGuest(site);
    const guest = site.visit();

    expect((await guest.get(path)).text).toContain('It is for client@example.org.');
    expect(guest.cookies.get(SESSION)).toBeUndefined();
    const claimed = await guest.post(path);

    expect([claimed.status, claimed.location]).toEqual([303, '/wallet?said=added']);
    const wallet = await guest.get('/wallet?said=added');
    expect(wallet.text).toContain('$50.00 to spend');
    expect((await guest.get('/devices')).text).toContain('Firefox');
    expect((await guest.get('/second-factor')).status).toBe(200);
    expect((await guest.get('/factor-resets')).status).toBe(403);
  });

  it('is signed in by a claim alone: a link whose gift was claimed leads to the sign-in', async () => {
    const site = await openSite(database.db);
    const { path } = await giveToGuest(site);
    await site.visit().post(path);
    const later = site.visit();

    const again = await later.post(path);

    expect(again.text).toContain('This gift is in your balance already');
    expect(again.text).toContain('href="/wallet"');
    expect(later.cookies.get(SESSION)).toBeUndefined();
  });

  it('lets one of many in who press at once', async () => {
    const site = await openSite(database.db);
    const { path } = await giveToGuest(site);
    const browsers = Array.from({ length: 5 }, () => site.visit());

    await Promise.all(browsers.map((browser) => browser.post(path)));

    expect(browsers.filter(({ cookies }) => cookies.has(SESSION))).toHaveLength(1);
  });

  it('leaves somebody else who is signed in there signed in', async () => {
    const site = await openSite(database.db);
    const { path } = await giveToGuest(site);
    const alice = await site.signIn('alice');
    const before = alice.cookies.get(SESSION);

    expect((await alice.post(path)).text).toContain('$50.00 added');

    expect(alice.cookies.get(SESSION)).toBe(before);
  });

  it('is signed in by no foreign page', async () => {
    const site = await openSite(database.db);
    const { path } = await giveToGuest(site);
    const victim = site.visit();

    const forced = await victim.post(
      path,
      {},
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    );

    expect([forced.status, victim.cookies.size]).toEqual([403, 0]);
    expect((await victim.get(path)).text).toContain('Add $50.00 to my balance');
  });

  it('gives a second factor for a large amount, which they set up on the way', async () => {
    const site = await openSite(database.db);
    const { core, company } = site;
    const changes = { overMinor: { USD: 5_000n } };
    await core.app.session.setFactorPolicy({
      organizationId: company.organization.id,
      changes,
      actorId: null,
    });
    const { path, giftId } = await giveToGuest(site, '60');
    const guest = site.visit();

    const asked = await guest.post(path);
    expect(asked.location).toBe('/second-factor/code?back=%2Fwallet');
    expect((await guest.get(asked.location ?? '')).text).toContain('Set it up');
    const { confirmed } = await setUpFactor(site, guest, '/wallet');
    expect(confirmed.text).toContain('href="/wallet"');
    expect((await guest.get('/wallet')).text).toContain('Waiting for you');

    expect((await guest.post(`/wallet/gifts/${giftId}/redeem`)).location).toBe('/wallet?said=added');
  });

  it('is not signed in while the gift cannot be added', async () => {
    const site = await openSite(database.db);
    const { path, giftId } = await giveToGuest(site);
    await site.core.app.gift.reportCode({ person: await site.person('morgan'), giftId });
    const guest = site.visit();

    expect((await guest.post(path)).status).toBe(409);
    expect(guest.cookies.get(SESSION)).toBeUndefined();
  });
});
