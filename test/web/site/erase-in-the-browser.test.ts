import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { enrol, type Phone } from '#test/helpers/second-factor.ts';
import { type BrowsedSite, look, openInBrowser } from './open-in-browser.ts';

const database = await createTestDatabase();
let site: BrowsedSite;
let phone: Phone;
beforeAll(async () => {
  site = await openInBrowser(database.db);
  await site.company.give('morgan', 'alice', '25', { message: 'for the launch' });
  phone = await enrol(site.core, await site.person('zoe'));
}, 60_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

describe('the page that erases somebody, in every width', { timeout: 180_000 }, () => {
  it('says what goes, what stays and what has to be done first; and erases with one button', async () => {
    const [alice, bob] = [await site.person('alice'), await site.person('bob')];
    const page = await site.openAs('zoe');
    site.core.clock.advance(30_000);
    await page.goto(`${site.url}/people/${alice.id}/erase`);
    expect(new URL(page.url()).pathname).toMatch(/^\/second-factor/u);
    await page.locator('input[name=code]').fill(phone.shows());
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForURL((url) => !url.pathname.startsWith('/second-factor'));
    await page.goto(`${site.url}/people/${alice.id}/erase`);
    expect(await page.getByRole('button', { name: 'Erase Alice Ito for good' }).count()).toBe(0);
    expect(await page.locator('main').textContent()).toContain('Still open: one gift to Alice Ito');
    expect(await look(page, 'erase-held')).toEqual([]);
    await page.goto(`${site.url}/people/${bob.id}`);
    expect(await look(page, 'erase-person-page')).toEqual([]);
    await page.getByRole('link', { name: 'Erase Bob Olsen' }).click();
    await page.waitForLoadState();
    expect(await look(page, 'erase-preview')).toEqual([]);
    await page.getByRole('button', { name: 'Erase Bob Olsen for good' }).click();
    await page.waitForLoadState();
    expect(await page.locator('h1').textContent()).toBe(`Erased person ${bob.id.slice(-6)}`);
    expect(await look(page, 'erase-done')).toEqual([]);
    await page.close();
  });
});
