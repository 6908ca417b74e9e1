import axe from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebApp } from '#src/web/create-web-app.tsx';
import { type RunningWeb, serveWeb } from '#src/web/serve-web.ts';
import { openBrowser } from '#test/helpers/browser.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import { TAKEN, turnOf } from '#test/helpers/webhooks.ts';
import { must } from '#src/domain/kit/must.ts';
import { type Api, openApi } from './open-api.ts';

/** Set to a folder to look at the pages. */
const PICTURES = process.env['PICTURES'];

const database = await createTestDatabase();
let browser: BrowserContext;
let api: Api;
let web: RunningWeb;
beforeAll(async () => {
  browser = await openBrowser();
  api = await openApi(database.db, { publicUrl: undefined });
  const { core, site } = api;
  const app = createWebApp({ log: core.log, newId: core.newId, checks: {}, site });
  web = await serveWeb({ app, webhooks: [], host: '127.0.0.1', port: 0 });
}, 60_000);
afterAll(async () => {
  await browser.close();
  await web.close();
  await database.drop();
});

type Run = { axe: { run(): Promise<{ violations: { id: string; impact: string }[] }> } };

/** The page as it stands, in all widths, light and dark. */
async function look(page: Page, name: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [390, 800, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: scheme });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, `${name} at ${width}`).toBeLessThanOrEqual(0);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => (globalThis as unknown as Run).axe.run());
      const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
      expect(serious.map(({ id }) => id)).toEqual([]);
      const file = `${PICTURES}/${name}-${width}-${scheme}.png`;
      if (PICTURES) await page.screenshot({ path: file, fullPage: true });
    }
  }
}

describe('in a browser', { timeout: 120_000 }, () => {
  it('the reference shows every route, with nothing inline and nothing from elsewhere', async () => {
    const page = await browser.newPage();
    const [refused, foreign]: [string[], string[]] = [[], []];
    page.on('console', (message) => {
      if (message.type() === 'error') refused.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(web.url) && !request.url().startsWith('data:'))
        foreign.push(request.url());
    });

    await page.goto(`${web.url}/v1/docs`);
    await page.getByText('/v1/reports/spend').waitFor();
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/reference.png`, fullPage: true });

    expect(await page.locator('.opblock').count()).toBeGreaterThan(25);
    expect(refused).toEqual([]);
    expect(foreign).toEqual([]);
    await page.close();
  });

  /** Where the admin is signed in already, with a second factor. */
  async function addWebhook(page: Page): Promise<void> {
    await page.getByText('More', { exact: true }).click();
    await page.getByRole('link', { name: 'Webhooks' }).click();
    await page.getByRole('heading', { name: 'No program is told' }).waitFor();
    await page.getByLabel('Which address is called?').fill('https://example.com/largesse');
    await page.getByLabel('gift.redeemed').check();
    await page.getByRole('button', { name: 'Add the webhook' }).click();
    await page.getByRole('heading', { name: 'This is the secret' }).waitFor();
    await look(page, 'webhook-secret');
    await page.getByRole('link', { name: 'I have kept it' }).click();
    await page.getByRole('button', { name: 'Send a test' }).click();
    const id = must(new URL(page.url()).pathname.split('/').at(-1), 'webhook');
    await turnOf(api.core, id, { ...TAKEN, status: 500, excerpt: '<h1>Internal Server Error</h1>' });
    await page.reload();
    await page.getByText('It answered 500').waitFor();
    await look(page, 'webhook');
    await page.getByRole('link', { name: 'All webhooks' }).click();
    await page.getByRole('heading', { name: 'One program is told' }).waitFor();
    await look(page, 'webhooks');
  }

  it('an admin makes a token and a webhook, whose secrets are shown once', async () => {
    const phone = await enrol(api.core, await api.person('zoe'));
    const made = await api.core.app.session.makeChatLink(await api.person('zoe'));
    const page = await browser.newPage();
    await page.goto(web.url + new URL(made.ok ? made.value.url : '').pathname);
    await page.getByRole('button', { name: /^Sign in as/u }).click();
    await page.getByLabel('Code', { exact: true }).fill(phone.shows());
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForURL('**/overview');

    await page.getByText('More', { exact: true }).click();
    await page.getByRole('link', { name: 'API tokens' }).click();
    await page.getByRole('heading', { name: 'No program calls the API' }).waitFor();
    await page.getByLabel('What is it for?').fill('birthday bot');
    await page.getByRole('button', { name: 'Make the token' }).click();
    await page.getByRole('alert').waitFor();
    await look(page, 'tokens-slip');
    await page.getByLabel('gifts:read').check();
    await page.getByRole('button', { name: 'Make the token' }).click();
    await page.getByRole('heading', { name: 'This is your token' }).waitFor();
    await look(page, 'token');
    await page.getByRole('link', { name: 'I have kept it' }).click();
    await page.getByRole('heading', { name: 'One program can call the API' }).waitFor();
    await look(page, 'tokens');
    await page.getByRole('button', { name: 'End “birthday bot” now' }).click();
    await page.getByRole('heading', { name: 'No program calls the API' }).waitFor();
    expect(await page.getByText('It was ended on').count()).toBe(1);
    await addWebhook(page);
    await page.close();
  });
});
