import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import { codesOf, ownGoods, pngOf, stockCodes } from '#test/helpers/stock.ts';
import { type BrowsedSite, look, openInBrowser } from './open-in-browser.ts';

const database = await createTestDatabase();
let site: BrowsedSite;
beforeAll(async () => {
  site = await openInBrowser(database.db);
  const { gifts } = await site.company.give('morgan', 'alice', '25', { message: 'for the launch' });
  await site.company.redeem('alice', await site.company.codeOf(gifts[0]?.giftId ?? '', 'alice'));
  await fillStore(site);
}, 60_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

/** A store with something of each kind: with a picture and without, in reach and not, sold out, and for managers alone. */
async function fillStore({ core: { app }, person }: BrowsedSite): Promise<void> {
  const actor = await person('priya');
  const { productId } = await stockCodes({ app }, actor, codesOf(3), { expires: '2099-12-31' });
  const sold = await stockCodes({ app }, actor, codesOf(1, 'SOLD'), { product: 'Book voucher', value: '10' });
  await app.reward.recallBatch({ actor, batchId: sold.batchId, reason: 'The supplier sold them twice' });
  const added = await app.store.addPicture({ actor, bytes: pngOf(320, 240) });
  const picture = added.ok ? added.value.picture : null;
  const by = { fulfillerId: actor.id };
  const cards = { name: 'tremendous', product: 'X1', minMinor: 500n, maxMinor: 10_000n, currency: 'USD' };
  const items = [
    ownGoods({ ...by, picture, inStock: 2, limitPerPerson: 1, needsAddress: true }),
    ownGoods({
      ...by,
      name: 'Doctors Without Borders',
      kind: 'charity',
      prices: { USD: 2_000n, EUR: 1_900n },
    }),
    ownGoods({ ...by, name: 'An extra day off', kind: 'day-off', prices: { USD: 20_000n } }),
    ownGoods({ name: 'Cinema voucher', kind: 'codes', productId, prices: { USD: 2_500n } }),
    ownGoods({ name: 'Book voucher', kind: 'codes', productId: sold.productId, prices: { USD: 1_000n } }),
    ownGoods({ name: 'Gift card', kind: 'gift-card', prices: {}, provider: cards }),
    ownGoods({ ...by, name: 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen' }),
    ownGoods({ ...by, name: 'For managers', roles: ['manager'] }),
  ];
  for (const fields of items) await app.store.addItem({ actor, fields });
}

const PAGES: [name: string, who: string, path: string][] = [
  ['the store', 'alice', '/store'],
  ['a search in the store', 'alice', '/store?search=cinema&kind=codes'],
  ['the catalogue', 'priya', '/catalogue'],
  ['codes in stock', 'priya', '/stock'],
  ['what is not theirs', 'alice', '/catalogue'],
];

describe('the store in a browser', { timeout: 120_000 }, () => {
  it('has its search, its choice and its button on one line', async () => {
    const page = await site.openAs('alice');
    await page.goto(`${site.url}/store`);

    const edges = await page
      .locator('.filter input, .filter select, .filter button')
      .evaluateAll((all) =>
        all.map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom]),
      );

    expect(edges).toHaveLength(3);
    expect(new Set(edges.map(String)).size).toBe(1);
    await page.close();
  });

  it.each(PAGES)('%s has nothing that keeps people out', async (name, who, path) => {
    const page = await site.openAs(who);
    await page.goto(site.url + path);

    expect(await look(page, name)).toEqual([]);
    await page.close();
  });

  it('an item is looked at, and says how one gets it', async () => {
    const page = await site.openAs('alice', { width: 390 });
    await page.goto(`${site.url}/store`);
    await page.getByRole('link', { name: 'Mug' }).click();
    await page.getByRole('heading', { level: 1, name: 'Mug' }).waitFor();

    expect(await page.getByText('You have $25.00, and $10.00 after this.').isVisible()).toBe(true);
    expect(await page.getByText('2 left · one a person').isVisible()).toBe(true);
    expect(await page.locator('img.picture').evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(320);
    expect(await look(page, 'item')).toEqual([]);
    await page.close();
  });

  it('the catalogue and its codes are kept by whoever shows a fresh code of their app', async () => {
    const { app } = site.core;
    const priya = await site.person('priya');
    const phone = await enrol(site.core, priya);
    await site.browser.clearCookies();
    const page = await site.browser.newPage();
    const made = await app.session.makeChatLink(priya);
    await page.goto(`${site.url}${new URL(made.ok ? made.value.url : '').pathname}?back=/catalogue/new`);
    await page.getByRole('button', { name: /^Sign in as/u }).click();
    await page.getByLabel('Code', { exact: true }).fill(phone.shows());
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForURL('**/catalogue/new');
    expect(await look(page, 'item-form')).toEqual([]);

    await page.getByRole('button', { name: 'See before and after' }).click();
    await page.getByRole('alert').waitFor();
    expect(await look(page, 'item-form-slip')).toEqual([]);
    await page.getByLabel('Name', { exact: true }).fill('Bottle');
    await page.getByLabel('Price in USD').fill('12.50');
    await page.getByLabel('Who does it').selectOption({ label: 'Priya Nair' });
    await page
      .getByLabel('Picture')
      .setInputFiles({ name: 'b.png', mimeType: 'image/png', buffer: pngOf(64, 48) });
    await page.getByRole('button', { name: 'See before and after' }).click();
    await page.getByRole('button', { name: 'Offer Bottle in the store' }).waitFor();
    expect(await look(page, 'item-before-and-after')).toEqual([]);
    await page.getByRole('button', { name: 'Offer Bottle in the store' }).click();
    await page.getByText('It is in the store.').waitFor();

    await page.goto(`${site.url}/stock/upload`);
    await page.getByLabel('Product').fill('Cinema voucher');
    const file = { name: 'codes.csv', mimeType: 'text/csv' };
    await page
      .getByLabel('File')
      .setInputFiles({ ...file, buffer: Buffer.from('code,value\nBROWSER-1,25\n1.2E+15,25\n') });
    await page.getByRole('button', { name: 'Put them in stock' }).click();
    await page.getByRole('alert').waitFor();
    expect(await look(page, 'upload-problems')).toEqual([]);
    await page
      .getByLabel('File')
      .setInputFiles({ ...file, buffer: Buffer.from('code,value\nBROWSER-1,25\n') });
    await page.getByRole('button', { name: 'Only check the file' }).click();
    await page.getByText('One code is fine.').waitFor();
    expect(await look(page, 'upload-checked')).toEqual([]);
    await page.goto(`${site.url}/stock`);
    await page.getByRole('link', { name: 'invoice 4711' }).first().click();
    await page.getByRole('heading', { level: 1, name: /invoice 4711/u }).waitFor();
    expect(await look(page, 'batch')).toEqual([]);
    expect(await page.getByText('BROWSER').count()).toBe(0);
    await page.close();
  });
});
