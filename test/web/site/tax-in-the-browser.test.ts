import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import { giveToBeTaxed } from '#test/helpers/taxed-company.ts';
import { type BrowsedSite, look, openInBrowser } from './open-in-browser.ts';

const database = await createTestDatabase();
let site: BrowsedSite;
let page: Page;

beforeAll(async () => {
  site = await openInBrowser(database.db);
  await giveToBeTaxed(site);
  const phone = await enrol(site.core, await site.person('finn'));
  page = await site.openAs('finn');
  await page.goto(`${site.url}/second-factor/code`);
  await page.getByLabel('Code').fill(phone.shows());
  await page
    .getByRole('button', { name: /Continue|Go on|Send|Check/u })
    .first()
    .click();
  await page.waitForURL((url) => !url.pathname.startsWith('/second-factor/code'));
}, 120_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

describe('the pages about tax, in every width', () => {
  it('show what payroll adds', async () => {
    await page.goto(`${site.url}/tax?day=2026-11-01`);
    await page.getByText('Rules we know').first().click();

    expect(await look(page, 'tax')).toEqual([]);
  });

  it('show a pay period in which nothing counts', async () => {
    await page.goto(`${site.url}/tax?day=2026-03-01&at=2026-99-99`);

    expect(await page.getByText('There is no such day.').isVisible()).toBe(true);
    expect(await look(page, 'tax-empty')).toEqual([]);
  });

  it('take a word on when gifts count, without a script', async () => {
    await page.goto(`${site.url}/tax/settings`);
    await page.getByLabel('Pay periods').selectOption({ label: 'two weeks' });
    await page.getByLabel('First day of any pay period').fill('2026-11-02');
    await page.getByRole('button', { name: 'Count gifts like this' }).click();
    expect(await look(page, 'tax-settings-wrong')).toEqual([]);
    await page.getByLabel('Why').fill('as payroll does it');
    await page.getByRole('button', { name: 'Count gifts like this' }).click();

    await page.getByText('Gifts count like this from').waitFor();
    expect(await page.getByLabel('Pay period').inputValue()).toBe('2026-11-16');
    await page.goto(`${site.url}/tax/settings`);
    expect(await look(page, 'tax-settings')).toEqual([]);
  });

  it('take the columns of a file, and give it', async () => {
    await page.goto(`${site.url}/tax?day=2026-11-03`);
    await page.getByRole('link', { name: 'Change the columns of ADP paydata' }).click();
    expect(await look(page, 'tax-map')).toEqual([]);
    await page.locator('#text1').fill('A1Z');
    await page.locator('#text2').fill('GIFTS');
    await page.locator('#text4').fill('G');
    await page.getByRole('button', { name: 'Save these columns' }).click();
    await page.getByText('The columns are saved.').waitFor();

    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'ADP paydata as CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('EPIA1Z01.csv');
  });
});
