import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ItemFields } from '#src/domain/store/item.ts';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { granted } from '#test/helpers/promos.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import { ownGoods, pngOf, stockCodes } from '#test/helpers/stock.ts';
import { type BrowsedSite, look, openInBrowser } from './open-in-browser.ts';

const database = await createTestDatabase();
let site: BrowsedSite;
beforeAll(async () => {
  site = await openInBrowser(database.db);
  const { core, company } = site;
  await core.app.people.import(company.organization, [personRow('Finn Adeyemi', 'People', 'finance')]);
  await granted(core, company, 'alice', 1_000n);
  const { gifts } = await company.give('morgan', 'alice', '80', { message: 'for the launch' });
  await company.redeem('alice', await company.codeOf(gifts[0]?.giftId ?? '', 'alice'));
  await fillStore();
}, 60_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

/** Something that is sent, which Bob sees to, and codes. */
async function fillStore(): Promise<void> {
  const { core, person } = site;
  const actor = await person('priya');
  const { productId } = await stockCodes(core, actor, ['BROWSE-0001-X7Q']);
  const added = await core.app.store.addPicture({ actor, bytes: pngOf(320, 240) });
  const picture = added.ok ? added.value.picture : null;
  const fulfillerId = (await person('bob')).id;
  const items: Partial<ItemFields>[] = [
    { fulfillerId, picture, inStock: 2, needsAddress: true },
    { kind: 'codes', name: 'Cinema voucher', productId, prices: { USD: 2_500n } },
  ];
  for (const item of items) await core.app.store.addItem({ actor, fields: ownGoods(item) });
}

async function open(who: string, path: string, width = 1280): Promise<Page> {
  const page = await site.openAs(who, { width });
  await page.goto(site.url + path);
  return page;
}

describe('orders in a browser', { timeout: 120_000 }, () => {
  it('something is bought on a phone, and cancelled', async () => {
    const page = await open('alice', '/store', 390);
    await page.getByRole('link', { name: 'Mug' }).click();
    await page.getByText('You have $90.00, and $75.00 after this.').waitFor();
    expect(await look(page, 'buy-item')).toEqual([]);
    await page.getByRole('link', { name: 'Buy for $15.00' }).click();
    await page.getByRole('heading', { name: 'Buy Mug for $15.00' }).waitFor();
    expect(await look(page, 'buy-confirm')).toEqual([]);
    await page.getByLabel('Where to send it').fill('   ');
    await page.getByRole('button', { name: 'Buy for $15.00' }).click();
    await page.getByRole('alert').waitFor();
    expect(await look(page, 'buy-slip')).toEqual([]);
    await page.setViewportSize({ width: 390, height: 900 });
    await page.getByLabel('Where to send it').fill('1 Elm Street\nSpringfield');
    await page.getByRole('button', { name: 'Buy for $15.00' }).dblclick();
    await page.getByRole('heading', { name: 'You ordered Mug' }).waitFor();
    expect(await look(page, 'order-placed')).toEqual([]);
    expect(await page.getByRole('row', { name: /Promotional credit/u }).innerText()).toContain('$10.00');
    expect(await page.getByRole('row', { name: /Gift funds/u }).innerText()).toContain('$5.00');

    await page.getByRole('button', { name: 'Cancel and get $15.00 back' }).click();
    await page.getByRole('heading', { name: 'you have $15.00 back' }).waitFor();
    expect(await look(page, 'order-cancelled')).toEqual([]);
    await page.getByRole('link', { name: 'All orders' }).click();
    await page.getByRole('heading', { name: 'What you ordered' }).waitFor();
    expect(await page.getByRole('row', { name: /Mug/u }).count()).toBe(1);
    await page.close();
  });

  it('a code is bought and looked at', async () => {
    const page = await open('alice', '/store');
    await page.getByRole('link', { name: 'Cinema voucher' }).click();
    await page.getByRole('link', { name: 'Buy for $25.00' }).click();
    await page.getByRole('button', { name: 'Buy for $25.00' }).click();
    await page.getByRole('heading', { name: 'Cinema voucher is yours' }).waitFor();
    expect(await look(page, 'order-of-code')).toEqual([]);
    await page.getByRole('button', { name: 'Show Cinema voucher' }).click();
    await page.getByText('BROWSE-0001-X7Q').waitFor();
    expect(await look(page, 'order-revealed')).toEqual([]);
    expect(page.url()).not.toContain('BROWSE');
    await page.close();
  });

  it('an order is seen to by its fulfiller, and given back by HR', async () => {
    const buyer = await open('alice', '/store');
    await buyer.getByRole('link', { name: 'Mug' }).click();
    await buyer.getByRole('link', { name: 'Buy for $15.00' }).click();
    await buyer.getByLabel('Where to send it').fill('1 Elm Street');
    await buyer.getByRole('button', { name: 'Buy for $15.00' }).click();
    await buyer.getByRole('heading', { name: 'You ordered Mug' }).waitFor();
    await buyer.close();

    const page = await open('bob', '/orders');
    expect(await look(page, 'orders-none')).toEqual([]);
    await page.getByRole('link', { name: 'To see to (1)' }).click();
    await page.getByRole('heading', { name: 'One order waits for you' }).waitFor();
    expect(await look(page, 'orders-to-do')).toEqual([]);
    await page.getByRole('link', { name: 'Mug' }).click();
    await page.getByText('1 Elm Street').waitFor();
    expect(await look(page, 'order-to-see-to')).toEqual([]);
    await page.getByRole('button', { name: 'Start on it and tell Alice Ito' }).click();
    await page.getByRole('heading', { name: 'Bob Olsen is seeing to Mug' }).waitFor();
    await page.getByLabel('What Alice Ito should know').fill('It stands at reception');
    await page.getByRole('button', { name: 'Mug is done' }).click();
    await page.getByRole('heading', { name: 'Alice Ito has Mug' }).waitFor();
    await page.close();

    const hr = await open('priya', '/orders/all');
    expect(await look(hr, 'orders-all')).toEqual([]);
    await hr
      .getByRole('row', { name: /Mug.*done/u })
      .getByRole('link')
      .click();
    await hr.getByLabel('Why, for Alice Ito to read').fill('It broke on the way');
    await hr.getByRole('button', { name: 'Give $15.00 back to Alice Ito' }).click();
    await hr.getByRole('heading', { name: 'Alice Ito has $15.00 back for Mug' }).waitFor();
    expect(await look(hr, 'order-refunded')).toEqual([]);
    await hr.close();
  });

  it('a file of items is looked at before it is brought in', async () => {
    const priya = await site.person('priya');
    const phone = await enrol(site.core, priya);
    const page = await site.openAs(undefined);
    const made = await site.core.app.session.makeChatLink(priya);
    await page.goto(`${site.url}${new URL(made.ok ? made.value.url : '').pathname}?back=/catalogue/import`);
    await page.getByRole('button', { name: /^Sign in as/u }).click();
    await page.getByLabel('Code', { exact: true }).fill(phone.shows());
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForURL('**/catalogue/import');
    const file = { name: 'items.csv', mimeType: 'text/csv' };
    const lines = ['kind,name,price,fulfiller', 'own,Scarf,12,bob@example.com', 'own,Mug,16,bob@example.com'];
    async function send(more: string[]): Promise<void> {
      const buffer = Buffer.from([...lines, ...more].join('\n'));
      await page.getByLabel('File').setInputFiles({ ...file, buffer });
      await page.getByRole('button', { name: 'See what it does' }).click();
    }

    await send(['own,Socks,twelve,', 'tent,Tent,5,']);
    await page.getByText('Line 4, price').waitFor();
    expect(await look(page, 'import-problems')).toEqual([]);
    await send([]);
    await page.getByRole('heading', { name: 'The file brings one new item and one change' }).waitFor();
    expect(await look(page, 'import-preview')).toEqual([]);
    await page.getByRole('button', { name: 'Bring one new item and one change into the store' }).click();
    await page.getByText('The store has what the file says.').waitFor();
    await page.close();
  });
});
