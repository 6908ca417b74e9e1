import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { configFrom } from '#src/config.ts';
import { type Running, runLargesse } from '#src/main.ts';
import { openCore } from '#src/open-core.ts';
import { openBrowser } from '#test/helpers/browser.ts';
import { createTestDatabase } from '#test/helpers/database.ts';

const log = { info: ignore, warn: ignore, error: ignore };
function ignore(): void {}

const database = await createTestDatabase();
const dir = await mkdtemp(join(tmpdir(), 'largesse-playground-'));
let browser: Browser;
let running: Running;

beforeAll(async () => {
  browser = await openBrowser();
  const config = configFrom({ DATABASE_URL: database.url, LARGESSE_DIR: dir, PORT: '0' });
  const core = await openCore(config, { log, allowGuest: false });
  running = await runLargesse(core, ['web', 'chat', 'worker']);
});

afterAll(async () => {
  await browser?.close();
  await running?.stop();
  await database.drop();
  await rm(dir, { recursive: true, force: true });
});

async function openAs(userId: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${running.web?.url}/playground?as=${userId}`);
  await page.locator('#connection[data-state=live]').waitFor();
  return page;
}

async function type(page: Page, text: string): Promise<void> {
  const composer = page.getByRole('combobox', { name: 'Message or command' });
  await composer.fill(text);
  await composer.press('Enter');
}

const CODE = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/u;

it('brings a typed command to the recipient’s messages, mail and balance', async () => {
  const [morgan, alice] = await Promise.all([openAs('morgan'), openAs('alice')]);

  await type(morgan, '/recognize @alice 25 for the launch');
  await morgan.locator('#channel').getByText('Alice Ito gets $25.00.').waitFor();
  const message = alice.locator('#direct').getByText(CODE).first();
  await message.waitFor();
  const code = CODE.exec(await message.innerText())?.[0];

  await alice.getByRole('switch', { name: 'Prefer mail' }).click();
  await type(morgan, '/recognize @alice 10 for the docs');
  await alice.locator('#mail').getByText('Morgan Reyes thanks you with $10.00').first().waitFor();

  await type(alice, `/redeem ${code}`);
  await alice.locator('#channel').getByText('$25.00 added to your balance').waitFor();
  await type(alice, '/balance');
  await alice.locator('#channel').getByText('$10.00 from Morgan Reyes').waitFor();

  expect(await morgan.locator('body').innerText()).not.toContain(code);
});

it('redeems a gift by its button, once, with nothing to type', async () => {
  const [dana, mallory] = await Promise.all([openAs('dana'), openAs('mallory')]);

  await type(dana, '/recognize @mallory 5 for the sketches');
  const button = mallory.locator('#direct').getByRole('button', { name: 'Add to my balance' });
  await button.click();
  await mallory.locator('#direct').getByText('$5.00 added to your balance').waitFor();
  await button.first().click();

  await mallory.locator('#direct').getByText('This gift is redeemed already').waitFor();
  expect(await mallory.locator('#direct').getByText('$5.00 added to your balance').count()).toBe(1);
});

it('takes a gift back by the button on its giver’s answer, once', async () => {
  const [dana, bob] = await Promise.all([openAs('dana'), openAs('bob')]);

  await type(dana, '/recognize @bob 7 for the sketches');
  const answer = dana.locator('#channel').getByText('Bob Olsen gets $7.00.');
  await answer.waitFor();
  await bob.locator('#direct').getByText(CODE).first().waitFor();
  await dana.locator('#channel').getByRole('button', { name: 'Undo' }).last().click();

  await dana.locator('#channel').getByText('$7.00 for Bob Olsen is back in the budget').waitFor();
  await bob.locator('#direct').getByText('Dana Weiss took back the gift of $7.00').waitFor();
  await bob.locator('#direct').getByRole('button', { name: 'Add to my balance' }).last().click();
  await bob.locator('#direct').getByText('This gift was taken back.').waitFor();
  expect(await bob.locator('#direct').getByText('$7.00 added to your balance').count()).toBe(0);
});
