import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { type BrowsedSite, openInBrowser, overflowOf } from './open-in-browser.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let site: BrowsedSite;
/** Two months of gifts of five figures each, with everything a row can have. */
beforeAll(async () => {
  site = await openInBrowser(database.db);
  const { company, core } = site;
  await company.setBudget('Engineering', 8_000_000n);
  await company.setBudget('Design', 8_000_000n);
  for (const amount of ['24120.75', '26320.50']) {
    const { gifts } = await company.give('morgan', 'alice', amount);
    await company.redeem('alice', await company.codeOf(gifts[0]?.giftId ?? '', 'alice'));
    await company.give('dana', 'mallory', '10000');
    core.clock.advance(31 * DAY_MS);
  }
});
afterAll(() => site.close());

describe('spend by department', () => {
  it.each([390, 660, 800, 1024, 1280])('fits in a window of %i pixels, all columns of it', async (width) => {
    const page = await site.openAs('priya', { width });
    await page.goto(`${site.url}/spend?range=last-month`);

    expect(await page.locator('.data th').count()).toBeGreaterThanOrEqual(9);
    expect(await page.getByText('before $24,120.75').count()).toBeGreaterThan(0);
    expect(await overflowOf(page)).toBe(0);
    await page.close();
  });
});
