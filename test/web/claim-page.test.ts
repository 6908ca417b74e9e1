import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { createWebApp } from '#src/web/create-web-app.tsx';
import { createWords } from '#src/words/words.ts';
import { openBrowser } from '#test/helpers/browser.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { balanceOf } from '#test/helpers/reads.ts';
import { leaseDelivery } from '#test/helpers/sendings.ts';
import { guestGiftCard } from '#src/chat/cards/gift-card.ts';
import { servePlayground } from './web-server.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const words = createWords();

/** A client has a mail with a link to 50 from Morgan. */
async function start() {
  const core = makeCore(database.db, {
    reachable: { platforms: ['slack'], mail: true, web: 'https://gifts.example.com' },
  });
  const company = await makeCompany(core);
  const recipients = [{ by: 'email' as const, email: 'client@example.org', isGuest: true as const }];
  const { gifts } = await company.give('morgan', '', '50', { recipients, message: '<b>for the launch</b>' });
  const giftId = gifts[0]?.giftId ?? '';
  const leased = await leaseDelivery(core.app, giftId);
  if (leased.kind !== 'send' || leased.toSend.channel !== 'email') throw new Error('there is no mail');
  const { gift, link = '' } = leased.toSend;
  const path = new URL(link).pathname;
  const web = createWebApp({
    log: core.log,
    newId: core.newId,
    checks: {},
    claims: { app: core.app, words },
  });
  async function balance(): Promise<bigint | undefined> {
    const opened = await core.app.gift.openClaimLink(path.split('/').at(-1) ?? '');
    if (!opened) throw new Error('the link is dead');
    return (await balanceOf(core, opened.person)).wallets[0]?.amountMinor;
  }
  return {
    core,
    company,
    web,
    path,
    giftId,
    balance,
    mail: JSON.stringify(guestGiftCard(words, gift, link)),
  };
}

describe('the page behind a link in a guest’s mail', () => {
  it('shows the gift, and adds nothing however often a mail program opens it', async () => {
    const { web, path, balance } = await start();

    const response = await web.request(path);
    await web.request(path, { method: 'HEAD' });
    const text = await response.text();

    expect(response.status).toBe(200);
    expect(text).toContain('Morgan Reyes sent you $50.00');
    expect(text).toContain('&lt;b&gt;for the launch&lt;/b&gt;');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await balance()).toBeUndefined();
  });

  it('adds it once when its button is pressed, and says the same when it is pressed twice', async () => {
    const { web, path, balance } = await start();

    const first = await web.request(path, { method: 'POST', body: new URLSearchParams() });
    const second = await web.request(path, { method: 'POST', body: new URLSearchParams() });

    expect(await first.text()).toContain('$50.00 added to your balance');
    expect(await second.text()).toContain('This gift is in your balance already');
    expect(await (await web.request(path)).text()).toContain('This gift is in your balance already');
    expect(await balance()).toBe(5_000n);
  });

  it('says that a gift is still there when it cannot be added now', async () => {
    const { core, web, path, company, giftId, balance } = await start();
    await core.app.gift.reportCode({ person: await company.person('morgan'), giftId });

    const refused = await web.request(path, { method: 'POST', body: new URLSearchParams() });
    const text = await refused.text();

    expect(refused.status).toBe(409);
    expect(text).toContain('The gift was not added, and is still there');
    expect(text).toContain('This code was reported as lost or seen');
    expect(await balance()).toBeUndefined();
  });

  it('is claimed from a browser', { timeout: 60_000 }, async () => {
    const { core, path, balance } = await start();
    const web = await servePlayground({}, { claims: { app: core.app, words } });
    const browser = await openBrowser();
    onTestFinished(async () => {
      await browser.close();
      await web.close();
    });
    const page = await browser.newPage();

    await page.goto(web.url + path);
    await page.getByRole('button', { name: 'Add $50.00 to my balance' }).click();
    await page.getByText('You now have $50.00.').waitFor();

    expect(await balance()).toBe(5_000n);
  });

  it('tells that a gift was taken back', async () => {
    const { core, company, web, path, giftId } = await start();
    await core.app.gift.undo({ person: await company.person('morgan'), of: { giftId } });

    const response = await web.request(path, { method: 'POST', body: new URLSearchParams() });

    expect(response.status).toBe(410);
    expect(await response.text()).toContain('This gift was taken back');
  });

  it.each(['/claim/x', `/claim/${'x'.repeat(43)}`, '/claim/', '/claim/a/b'])(
    'is dead at %s',
    async (path) => {
      const { web } = await start();

      expect((await web.request(path)).status).toBe(404);
    },
  );

  it('is in a mail that has no code', async () => {
    const { mail, path } = await start();

    expect(mail).toContain(path);
    expect(mail).not.toContain('"kind":"code"');
  });
});
