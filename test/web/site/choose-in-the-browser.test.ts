import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAmazonIncentives } from '#adapters/rewards/amazon-incentives/provider.ts';
import type { RewardProvider } from '#src/ports/rewards.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { addGiftCard, giftCard, setGiftKind } from '#test/helpers/gift-cards.ts';
import { pngOf } from '#test/helpers/stock.ts';
import { AMAZON } from '#test/servers/rewards/amazon.ts';
import { type BrowsedSite, look, openInBrowser } from './open-in-browser.ts';

const database = await createTestDatabase();
let site: BrowsedSite;
beforeAll(async () => {
  site = await openInBrowser(database.db);
  await fillCatalogue(site);
}, 60_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

/** Cards with a picture and without, and with a name that is long. */
async function fillCatalogue({ core, company, person }: BrowsedSite): Promise<void> {
  const provider = createAmazonIncentives({ ...AMAZON, country: 'US', apiUrl: 'http://127.0.0.1:9' }, core);
  (core.rewardProviders as Map<string, RewardProvider>).set(provider.name, provider);
  const added = await core.app.store.addPicture({ actor: await person('priya'), bytes: pngOf(320, 240) });
  const picture = added.ok ? added.value.picture : null;
  for (const fields of [
    { name: 'Amazon', picture },
    { name: 'Cinema', description: 'Any film, any day.\n\nIn every cinema of the country.' },
    { name: 'Donaudampfschifffahrtsgesellschaftskapitänsmützenladen' },
    { name: 'Books', picture },
  ]) {
    await addGiftCard(core, company, giftCard(fields));
  }
  await setGiftKind(core, company, { claimDays: 90 });
}

async function give(amount: string): Promise<string> {
  const { gifts } = await site.company.give('morgan', 'alice', amount, { message: 'for the launch' });
  return gifts[0]?.giftId ?? '';
}

describe('choosing a gift card on a phone', { timeout: 120_000 }, () => {
  it('goes from the wallet to what there is, to what it means, and back to the wallet', async () => {
    await give('25');
    const page = await site.openAs('alice', { width: 390 });
    await page.goto(`${site.url}/wallet`);
    expect(await look(page, 'choose-wallet')).toEqual([]);
    await page.getByRole('link', { name: 'Choose a gift card' }).click();
    await page.getByRole('heading', { level: 1, name: 'Choose a gift card of $25.00' }).waitFor();
    expect(await look(page, 'choose')).toEqual([]);
    await page.getByRole('link', { name: 'Cinema' }).click();
    await page.getByRole('heading', { level: 1, name: 'Cinema, $25.00' }).waitFor();
    expect(await look(page, 'choose-confirm')).toEqual([]);
    await page.getByRole('button', { name: 'Choose Cinema' }).click();
    await page.waitForURL('**/wallet?said=chosen');
    expect(await look(page, 'choose-done')).toEqual([]);

    await page.getByRole('link', { name: 'Choose another' }).click();
    await page.getByText('You chose Cinema.').waitFor();
    expect(await look(page, 'choose-another')).toEqual([]);
    await page.getByRole('button', { name: 'Add $25.00 to my balance' }).click();
    await page.waitForURL('**/wallet?said=added');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('$25.00');
    await page.close();
  });

  it('works without scripts', async () => {
    const giftId = await give('30');
    const page = await site.openAs('alice', { width: 390 });
    await page.route('**/*.js', (route) => route.abort());
    await page.goto(`${site.url}/wallet/gifts/${giftId}/choose`);
    expect(await page.locator('main script').count()).toBe(0);
    await page.getByRole('link', { name: 'Amazon' }).click();
    await page.getByRole('button', { name: 'Choose Amazon' }).click();
    await page.waitForURL('**/wallet?said=chosen');

    expect(await page.getByRole('heading', { name: 'Amazon, $30.00' }).isVisible()).toBe(true);
    await page.close();
  });

  it('says where nothing can be had, and offers the balance', async () => {
    const giftId = await give('0.50');
    const page = await site.openAs('alice', { width: 390 });
    await page.goto(`${site.url}/wallet/gifts/${giftId}/choose`);

    expect(await page.getByText('There is no gift card of $0.50 for you now.').isVisible()).toBe(true);
    expect(await look(page, 'choose-nothing')).toEqual([]);
    await page.close();
  });
});
