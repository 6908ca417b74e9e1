import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { type BrowsedSite, look, openInBrowser } from './open-in-browser.ts';

const database = await createTestDatabase();
let site: BrowsedSite;
beforeAll(async () => {
  site = await openInBrowser(database.db);
}, 60_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

describe('the list of orders, in every width', () => {
  it('has its tabs below the heading, with room between', async () => {
    const page = await site.openAs('priya');
    await page.goto(`${site.url}/orders/all`);
    expect(await look(page, 'orders-tabs')).toEqual([]);
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const [heading, tabs] = [
        await page.locator('h1').boundingBox(),
        await page.locator('main nav').boundingBox(),
      ];
      expect((tabs?.y ?? 0) - (heading?.y ?? 0) - (heading?.height ?? 0)).toBeGreaterThanOrEqual(12);
    }
    await page.close();
  });
});
