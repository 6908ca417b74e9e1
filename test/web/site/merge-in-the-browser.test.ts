import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { enrol, type Phone } from '#test/helpers/second-factor.ts';
import { type BrowsedSite, look, openInBrowser } from './open-in-browser.ts';

const database = await createTestDatabase();
let site: BrowsedSite;
let phone: Phone;
beforeAll(async () => {
  site = await openInBrowser(database.db);
  const { core, company } = site;
  await core.app.people.import(company.organization, [
    { ...personRow('Alicia Ito', 'Design'), email: 'alice@old.example' },
  ]);
  const { gifts } = await company.give('morgan', 'alicia', '25');
  await core.app.gift.redeem({ person: await site.person('alicia'), giftId: gifts[0]?.giftId ?? '' });
  phone = await enrol(core, await site.person('zoe'));
}, 60_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

describe('the pages that merge two records, in every width', { timeout: 180_000 }, () => {
  it('offer records that look alike, show what moves, and merge with one button', async () => {
    const alice = await site.person('alice');
    const page = await site.openAs('zoe');
    site.core.clock.advance(30_000);
    await page.goto(`${site.url}/people/${alice.id}/merge`);
    await page.locator('input[name=code]').fill(phone.shows());
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForURL((url) => !url.pathname.startsWith('/second-factor'));
    await page.goto(`${site.url}/people/${alice.id}`);
    await page.getByRole('link', { name: 'Merge with another record' }).click();
    await page.waitForLoadState();
    expect(await look(page, 'merge-choice')).toEqual([]);
    await page.getByRole('link', { name: 'Look at this record' }).click();
    await page.waitForLoadState();
    expect(await look(page, 'merge-preview')).toEqual([]);
    await page
      .getByRole('button', { name: 'Merge alice@old.example into alice@example.com for good' })
      .click();
    await page.waitForLoadState();
    expect(await page.locator('[role=status]').textContent()).toContain('The two records are one.');
    expect(await look(page, 'merge-done')).toEqual([]);
    await page.close();
  });
});
