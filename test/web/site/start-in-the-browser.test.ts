import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { type BrowsedSite, look, openInBrowser } from './open-in-browser.ts';

const database = await createTestDatabase();
let site: BrowsedSite;
/** Nothing is configured but the pages. Dana gives to Mallory alone, and Morgan and Hana give to each other. */
beforeAll(async () => {
  site = await openInBrowser(database.db);
  const { core, company } = site;
  configure({ platforms: [], hasMailServer: false, publicUrl: undefined });
  await core.app.people.import(company.organization, [
    personRow('Hana Sato', 'Engineering', 'manager'),
    personRow('Finn Adeyemi', 'People', 'finance'),
  ]);
}, 60_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

/** As if somebody changed the settings and started Largesse again. */
function configure(settings: Partial<BrowsedSite['site']['setup']>): void {
  Object.assign(site.site.setup, settings);
}

/** What each step of the set-up says of itself, such as `mail · to do`. */
async function steps(page: Page): Promise<string[]> {
  await page.goto(`${site.url}/setup`);
  return page.locator('section[aria-labelledby=steps] li p:first-child').allTextContents();
}

async function heading(page: Page): Promise<string | null> {
  return page.getByRole('heading', { level: 1 }).textContent();
}

describe('the list of what there is to set up, in every width', { timeout: 180_000 }, () => {
  it('has each step done when it is done, and not because somebody said so', async () => {
    const page = await site.openAs('zoe');
    const fresh = await steps(page);
    const title = await heading(page);
    expect(await look(page, 'setup-fresh')).toEqual([]);
    configure({ hasMailServer: true });
    const withMail = await steps(page);
    configure({ platforms: ['slack'] });
    const withChat = await steps(page);
    await site.company.give('morgan', 'alice', '25');
    const withGift = await steps(page);
    configure({ publicUrl: 'https://gifts.example.com' });
    const withAddress = await steps(page);

    expect(title).toBe('4 things are left to set up');
    expect(fresh).toEqual([
      'company · ✓ done',
      'departments · ✓ done',
      'people · ✓ done',
      'budgets · ✓ done',
      'chat · to do',
      'mail · to do',
      'first gift · to do',
      'sign-in · to do',
    ]);
    expect(withMail[5]).toBe('mail · ✓ done');
    expect(withChat[4]).toBe('chat · ✓ done');
    expect(withGift[6]).toBe('first gift · ✓ done');
    expect(withAddress[7]).toBe('sign-in · ✓ done');
    expect(await heading(page)).toBe('Everything is set up');
    expect(await look(page, 'setup-done')).toEqual([]);
    await page.close();
  });

  it('leaves out what an admin does without, by the keyboard alone, and takes it back', async () => {
    configure({ hasMailServer: false });
    const page = await site.openAs('zoe');
    await steps(page);
    await page.getByRole('button', { name: /Not needed here\s*: mail/u }).press('Enter');
    await page.getByText('mail · not needed').waitFor();
    const hidden = await heading(page);
    expect(await look(page, 'setup-hidden')).toEqual([]);
    await page.getByRole('button', { name: /Needed after all\s*: mail/u }).press('Enter');
    await page.getByText('mail · to do').waitFor();

    expect(hidden).toBe('Everything is set up');
    expect(await heading(page)).toBe('One thing is left to set up');
    await page.close();
  });

  it.each(['priya', 'morgan'])('is an admin’s alone, and says so to %s', async (who) => {
    const page = await site.openAs(who);
    const answer = await page.goto(`${site.url}/setup`);
    const links = await page.getByRole('link', { name: 'Set-up' }).count();

    expect([answer?.status(), links]).toEqual([403, 0]);
    expect(await look(page, `setup-${who}`)).toEqual([]);
    await page.close();
  });
});

describe('what people are told, in every width', { timeout: 180_000 }, () => {
  it.each([
    ['priya', 'Tell me each month what was given where I answer for it'],
    ['morgan', 'Tell me each Monday what my department may still give'],
  ])('is what %s chooses, and stays chosen', async (who, news) => {
    const page = await site.openAs(who);
    await page.goto(`${site.url}/news`);
    expect(await look(page, `news-${who}`)).toEqual([]);
    const box = page.getByLabel(news);
    const before = await box.isChecked();
    await box.press('Space');
    await page.getByLabel('By email').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForLoadState();

    expect(before).toBe(true);
    expect(await page.locator('[role=status]').textContent()).toContain('Saved.');
    expect(await look(page, `news-saved-${who}`)).toEqual([]);
    await page.goto(`${site.url}/news`);
    expect(await box.isChecked()).toBe(false);
    expect(await page.getByLabel('By email').isChecked()).toBe(true);
    await page.close();
  });
});

describe('warnings about giving on the start page, in every width', { timeout: 180_000 }, () => {
  beforeAll(async () => {
    const { core, company } = site;
    const gifts = [
      ...Array.from({ length: 5 }, () => ['dana', 'mallory'] as const),
      ...Array.from({ length: 2 }, () => [['morgan', 'hana'] as const, ['hana', 'morgan'] as const]).flat(),
    ];
    for (const [giver, recipient] of gifts) {
      core.clock.advance(60_000);
      await company.give(giver, recipient, '10');
    }
    core.clock.advance(60_000);
  }, 60_000);

  it('name the pair and the ring to HR, who writes down what they found', async () => {
    const page = await site.openAs('priya');
    await page.goto(`${site.url}/overview`);
    const told = await page.locator('.needs').allTextContents();
    expect(await look(page, 'warnings-hr')).toEqual([]);
    await page.getByLabel(/Dana Weiss/u).fill('Mallory is her only report this month');
    await page.getByLabel(/Dana Weiss/u).press('Enter');
    await page.waitForURL('**/overview?said=looked');
    const after = await page.locator('.needs').allTextContents();
    expect(await look(page, 'warnings-looked-at')).toEqual([]);

    expect(told.join(' ')).toMatch(/Dana Weiss gave .*Mallory Quint/u);
    expect(told.join(' ')).toMatch(/gave each other 4 gifts, \$40\.00, in 90 days/u);
    expect(after.join(' ')).not.toContain('Mallory Quint');
    expect(after.join(' ')).toContain('gave each other');
    await page.close();
  });

  it('are shown to finance, and to no manager whom they are about', async () => {
    const finance = await site.openAs('finn');
    await finance.goto(`${site.url}/overview`);
    const seen = await finance.locator('main').textContent();
    await finance.close();
    const page = await site.openAs('morgan');
    await page.goto(`${site.url}/overview`);

    expect(seen).toContain('gave each other');
    expect(await page.locator('main').textContent()).not.toContain('gave each other');
    expect(await look(page, 'warnings-manager')).toEqual([]);
    await page.close();
  });
});
