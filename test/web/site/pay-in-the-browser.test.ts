import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebApp } from '#src/web/create-web-app.tsx';
import { serveWeb } from '#src/web/serve-web.ts';
import { openBrowser } from '#test/helpers/browser.ts';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { openPaidPages, type PaidPages } from '#test/helpers/paid-pages.ts';
import { granted } from '#test/helpers/promos.ts';
import { ownGoods, pngOf } from '#test/helpers/stock.ts';
import { look } from './open-in-browser.ts';
import { openSite, type Site } from './open-site.ts';

const database = await createTestDatabase();
let site: Site;
let pages: PaidPages;
let browser: BrowserContext;
let web: Awaited<ReturnType<typeof serveWeb>>;
let url: string;

beforeAll(async () => {
  const reachable: Site['core']['reachable'] = { platforms: ['slack'], mail: true };
  pages = await openPaidPages(() => site.core.clock.now());
  site = await openSite(database.db, { publicUrl: undefined }, { payment: pages.method, reachable });
  const { core, company } = site;
  core.clock.set(new Date().toISOString());
  const { app } = core;
  const { words } = site.site;
  const approvals = { app, words };
  web = await serveWeb({
    app: createWebApp({
      log: core.log,
      newId: core.newId,
      checks: {},
      site: site.site,
      approvals,
      claims: approvals,
    }),
    webhooks: [],
    host: '127.0.0.1',
    port: 0,
  });
  // To a browser another site than the payment page’s.
  url = web.url.replace('127.0.0.1', 'localhost');
  reachable.web = url;
  browser = await openBrowser();
  await app.people.import(company.organization, [personRow('Finn Adeyemi', 'People', 'finance')]);
  await company.setBudget('Engineering', 100_000_000n);
  await granted(core, company, 'alice', 1_200n);
  const { gifts } = await company.give('morgan', 'alice', '8');
  await company.redeem('alice', await company.codeOf(gifts[0]?.giftId ?? '', 'alice'));
  const actor = await site.person('priya');
  const added = await app.store.addPicture({ actor, bytes: pngOf(320, 240) });
  const picture = added.ok ? added.value.picture : null;
  const fulfillerId = (await site.person('bob')).id;
  const fields = ownGoods({ name: 'Hoodie', picture, fulfillerId, inStock: 5, prices: { USD: 2_500n } });
  await app.store.addItem({ actor, fields });
}, 60_000);
afterAll(async () => {
  await browser.close();
  await web.close();
  await pages.close();
  await database.drop();
});

async function openAs(who: string, path: string, width: number): Promise<Page> {
  await browser.clearCookies();
  const page = await browser.newPage();
  await page.setViewportSize({ width, height: 900 });
  const made = await site.core.app.session.makeChatLink(await site.person(who));
  if (!made.ok) throw new Error(made.refusal.kind);
  await page.goto(url + new URL(made.value.url).pathname);
  await page.getByRole('button', { name: /^Sign in as/u }).click();
  await page.waitForURL((at) => !at.pathname.startsWith('/sign-in'));
  await page.goto(url + path);
  return page;
}

async function order(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Hoodie' }).click();
  await page.getByRole('link', { name: 'Buy for $25.00' }).click();
  await page.getByRole('button', { name: 'Order, then pay $5.00 by card' }).click();
  await page.getByRole('heading', { name: '$5.00 to pay for Hoodie' }).waitFor();
}

describe('a purchase that a wallet and a card pay', { timeout: 120_000 }, () => {
  it('is split on a phone: the bank asks, the payer agrees, and the order stands', async () => {
    const page = await openAs('alice', '/store', 390);
    expect(await look(page, 'pay-store')).toEqual([]);
    await page.getByRole('link', { name: 'Hoodie' }).click();
    await page.getByText('You have $20.00, and can pay $5.00 by card.').waitFor();
    expect(await look(page, 'pay-item')).toEqual([]);
    await page.getByRole('link', { name: 'Buy for $25.00' }).click();
    await page
      .getByText('$12.00 from your promotional credit, $8.00 from your gift funds, $5.00 by card')
      .waitFor();
    expect(await look(page, 'pay-confirm')).toEqual([]);
    await page.getByRole('button', { name: 'Order, then pay $5.00 by card' }).dblclick();
    await page.getByRole('heading', { name: '$5.00 to pay for Hoodie' }).waitFor();
    expect(await look(page, 'pay-order')).toEqual([]);
    await page.setViewportSize({ width: 390, height: 900 });

    await page.getByRole('link', { name: 'Pay $5.00 by card' }).click();
    await page.getByRole('heading', { name: 'Pay for Hoodie' }).waitFor();
    expect(new URL(page.url()).hostname).toBe('127.0.0.1');
    await page.getByRole('button', { name: 'Pay with a card that is declined' }).click();
    await page.getByText('The card was declined.').waitFor();
    await page.getByRole('link', { name: 'Back to the shop' }).click();
    await page.getByRole('heading', { name: '$5.00 to pay for Hoodie' }).waitFor();
    await page.getByRole('link', { name: 'Pay $5.00 by card' }).click();
    await page.getByRole('button', { name: 'Pay with a card whose bank asks' }).click();
    await page.getByRole('button', { name: 'Tell the bank yes' }).click();

    await page.getByRole('heading', { name: 'You ordered Hoodie' }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/orders\/[\da-f-]{36}$/u);
    expect(await look(page, 'pay-paid')).toEqual([]);
    expect(await page.getByRole('row', { name: /Card/u }).innerText()).toContain('$5.00');
    expect(pages.books()).toEqual({ held: 500, taken: 0, payable: 0, pages: 1 });
    await page.getByRole('button', { name: 'Cancel and get $25.00 back' }).click();
    await page.getByRole('heading', { name: 'you have $25.00 back' }).waitFor();
    await page.close();
  });

  it('is cancelled before it is paid', async () => {
    const page = await openAs('alice', '/store', 1280);
    await order(page);
    const open = await browser.newPage();
    await open.goto(`${page.url()}/pay`);
    await open.getByRole('heading', { name: 'Pay for Hoodie' }).waitFor();

    await page.getByRole('button', { name: 'Cancel the order' }).click();
    await page.getByRole('heading', { name: 'Hoodie is cancelled, and you have $20.00 back' }).waitFor();
    expect(await look(page, 'pay-cancelled')).toEqual([]);
    for (const id of site.core.queue.take('advance-checkouts')) await site.core.app.checkout.advance(id);
    await open.getByRole('button', { name: 'Pay', exact: true }).click();
    await open.getByText('You cannot pay here any more').waitFor();
    expect(pages.books()).toMatchObject({ held: 0, payable: 0 });
    await open.close();
    await page.close();
  });
});
