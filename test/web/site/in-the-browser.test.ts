import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatCode } from '#src/domain/gift/code-format.ts';
import { Secret } from '#src/domain/kit/secret.ts';
import { totpAt } from '#src/kit/totp.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { type BrowsedSite, look, openInBrowser, picture, seriousFaults } from './open-in-browser.ts';

const database = await createTestDatabase();
let site: BrowsedSite;
beforeAll(async () => {
  site = await openInBrowser(database.db);
}, 60_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

async function fillWallet() {
  const { company } = site;
  const { gifts } = await company.give('morgan', 'alice', '25', { message: 'for the launch' });
  await company.redeem('alice', await company.codeOf(gifts[0]?.giftId ?? '', 'alice'));
  const waiting = await company.give('morgan', 'alice', '10', {
    message: 'for the talk, which everybody liked',
  });
  return { giftId: gifts[0]?.giftId ?? '', waitingId: waiting.gifts[0]?.giftId ?? '' };
}

describe('in a browser', { timeout: 120_000 }, () => {
  beforeAll(fillWallet);

  it('a code is redeemed after it was shown what it adds, and its giver is thanked', async () => {
    const { gifts } = await site.company.give('morgan', 'alice', '7', { message: 'for helping out' });
    const code = formatCode(await site.company.codeOf(gifts[0]?.giftId ?? '', 'alice'));
    const page = await site.openAs('alice', { width: 390 });
    await page.goto(`${site.url}/redeem`);

    await page.getByLabel('Code').pressSequentially(code.replaceAll('-', '').toLowerCase());
    expect(await page.getByLabel('Code').inputValue()).toBe(code);
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.getByRole('heading', { name: 'This adds $7.00' }).waitFor();
    expect(await page.getByText('for helping out').isVisible()).toBe(true);
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, 'confirm-390-light');
    await page.getByRole('button', { name: 'Add $7.00 to my balance' }).click();
    await page.getByRole('heading', { name: '$7.00 added to your balance' }).waitFor();
    await page.getByRole('link', { name: 'Go to your wallet' }).click();
    await page.getByRole('link', { name: 'Say thanks to Morgan Reyes' }).first().click();
    await page.getByLabel('Your words').fill('You made my day');
    await picture(page, 'thanks-390-light');
    await page.getByRole('button', { name: 'Send my thanks' }).click();
    await page.getByText('Your thanks are on their way.').waitFor();
    await page.close();
  });

  it('names a slip without counting it, beside the field', async () => {
    const page = await site.openAs('alice', { width: 390 });
    await page.goto(`${site.url}/redeem`);
    await page.getByLabel('Code').fill('ABCD-EFGH-JKMN-PQRS');
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.getByRole('alert').waitFor();

    expect(await page.getByRole('alert').textContent()).toContain('typo');
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, 'slip-390-light');
    await page.close();
  });

  it('everything that moves money works without JavaScript', async () => {
    const { gifts } = await site.company.give('morgan', 'alice', '3');
    const code = formatCode(await site.company.codeOf(gifts[0]?.giftId ?? '', 'alice'));
    const page = await site.openAs('alice');
    await page.route('**/*.js', (route) => route.abort());
    await page.goto(`${site.url}/redeem`);
    await page.getByLabel('Code').fill(code);
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.getByRole('button', { name: 'Add $3.00 to my balance' }).click();

    await page.getByRole('heading', { name: '$3.00 added to your balance' }).waitFor();
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    await page.close();
  });

  it('a second factor is set up, kept for a lost phone, and asked for', async () => {
    const { clock } = site.core;
    const page = await site.openAs('mallory', { width: 390 });
    await page.goto(`${site.url}/second-factor`);
    await page.getByRole('button', { name: 'Set it up' }).click();
    await page.getByRole('heading', { name: 'Set up your second factor' }).waitFor();
    expect(await look(page, 'set-up')).toEqual([]);
    const key = (await page.locator('code.key').innerText()).replaceAll(' ', '');
    await page.getByLabel('Code from the app').fill('12');
    await page.getByRole('button', { name: 'Turn it on' }).click();
    await page.getByRole('alert').waitFor();
    expect(await look(page, 'set-up-slip')).toEqual([]);
    await page.getByLabel('Code from the app').fill(totpAt(new Secret(key), clock.now()));
    await page.getByRole('button', { name: 'Turn it on' }).click();
    await page.getByRole('heading', { name: 'Keep these 10 codes' }).waitFor();
    expect(await look(page, 'recovery-codes')).toEqual([]);
    await page.emulateMedia({ media: 'print' });
    await picture(page, 'recovery-codes-print');
    await page.emulateMedia({ media: 'screen' });
    const [paper = ''] = await page.locator('.codes code').allInnerTexts();
    await page.getByRole('link', { name: 'I have them, go on' }).click();
    await page.getByRole('heading', { name: '10 recovery codes are left' }).waitFor();
    expect(await look(page, 'second-factor')).toEqual([]);

    await page.close();
    const again = await site.browser.newPage();
    await site.browser.clearCookies();
    const made = await site.core.app.session.makeChatLink(await site.person('mallory'));
    await again.goto(site.url + new URL(made.ok ? made.value.url : '').pathname);
    await again.getByRole('button', { name: /^Sign in as/u }).click();
    await again.getByRole('heading', { name: 'Type the code from your app' }).waitFor();
    expect(await look(again, 'ask')).toEqual([]);
    await again.getByLabel('Code', { exact: true }).fill('000000');
    await again.getByRole('button', { name: 'Go on' }).click();
    await again.getByRole('alert').waitFor();
    expect(await look(again, 'ask-wrong')).toEqual([]);
    await again.getByLabel('Code', { exact: true }).fill(paper.toLowerCase());
    await again.getByRole('button', { name: 'Go on' }).click();
    await again.getByText('9 are left.').waitFor();
    expect(await look(again, 'recovery-used')).toEqual([]);
    await again.getByRole('link', { name: 'Go on' }).click();
    await again.waitForURL('**/wallet');
    expect(await again.getByRole('heading', { level: 1 }).innerText()).toBe('Nothing to spend yet');
    await again.close();
  });

  it('is worked by keyboard alone', async () => {
    const page = await site.openAs('alice');
    await page.goto(`${site.url}/wallet`);

    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Skip to the page');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.close();
  });
});
