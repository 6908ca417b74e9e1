import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { enrol, type Phone } from '#test/helpers/second-factor.ts';
import { makeWebhook } from '#test/helpers/webhooks.ts';
import { type BrowsedSite, look, openInBrowser } from './open-in-browser.ts';

const database = await createTestDatabase();
let site: BrowsedSite;
let phone: Phone;
beforeAll(async () => {
  site = await openInBrowser(database.db);
  phone = await enrol(site.core, await site.person('zoe'));
}, 60_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

/** A page of an admin who has just given a second factor. */
async function open(path: string): Promise<Page> {
  const page = await site.openAs('zoe');
  site.core.clock.advance(30_000);
  await page.goto(`${site.url}/second-factor/code`);
  await page.locator('input[name=code]').fill(phone.shows());
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/second-factor'));
  await page.goto(site.url + path);
  return page;
}

/** Without what a browser checks by itself. */
async function submit(page: Page, button: string): Promise<void> {
  await page.locator('main form').evaluateAll((forms) => {
    for (const form of forms as unknown as { noValidate: boolean }[]) form.noValidate = true;
  });
  await page.getByRole('button', { name: button }).click();
  await page.waitForLoadState();
}

describe('the pages for programs, in every width', () => {
  it('show the tokens: none yet, what is wrong, the one that was made, and all of them', async () => {
    const page = await open('/tokens');
    expect(await look(page, 'tokens-empty')).toEqual([]);
    await submit(page, 'Make the token');
    expect(await look(page, 'tokens-errors')).toEqual([]);
    await page
      .getByLabel('What is it for?')
      .fill('Payroll of the Hamburg office, which reads gifts every night');
    await page.getByLabel('gifts:read', { exact: true }).check();
    await page.getByLabel('reports:read', { exact: true }).check();
    await submit(page, 'Make the token');
    expect(await look(page, 'tokens-made')).toEqual([]);
    await page.goto(`${site.url}/tokens`);
    expect(await look(page, 'tokens')).toEqual([]);
    await page.close();
  });

  it('show the webhooks: none yet, what is wrong, the secret, all of them, and the calls of one', async () => {
    const page = await open('/webhooks');
    expect(await look(page, 'webhooks-empty')).toEqual([]);
    await submit(page, 'Add the webhook');
    expect(await look(page, 'webhooks-errors')).toEqual([]);
    await page
      .getByLabel('Which address is called?')
      .fill('https://hooks.example.com/largesse/a/rather/long/path?of=it');
    await page.getByLabel('gift.issued', { exact: true }).check();
    await submit(page, 'Add the webhook');
    expect(await look(page, 'webhooks-secret')).toEqual([]);
    const made = await makeWebhook(site.core, site.company.organization);
    await site.company.give('morgan', 'alice', '3');
    await made.turn({ status: 500, excerpt: 'Internal Server Error', tookMs: 120 });
    await page.goto(`${site.url}/webhooks`);
    expect(await look(page, 'webhooks')).toEqual([]);
    await page.getByRole('link', { name: 'See its calls' }).last().click();
    await page.waitForURL(/webhooks\/./u);
    await page.locator('main details > summary').click();
    expect(await look(page, 'webhook')).toEqual([]);
    await page.close();
  });
});
