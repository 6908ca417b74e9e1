import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { configFrom } from '#src/config.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { type Running, runLargesse } from '#src/process/main.ts';
import { openCore } from '#src/process/open-core.ts';
import { makeSampleCompany } from '#src/process/sample-company.ts';
import { openBrowser } from '#test/helpers/browser.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

const database = await createTestDatabase();
const dir = await mkdtemp(join(tmpdir(), 'largesse-playground-'));
let browser: BrowserContext;
let running: Running;

beforeAll(async () => {
  browser = await openBrowser();
  const config = configFrom({
    DATABASE_URL: database.url,
    LARGESSE_DIR: dir,
    LARGESSE_PLAYGROUND: 'on',
    PORT: '0',
  });
  const core = await openCore(config, { log: silentLog, allowFollower: false });
  await makeSampleCompany(core.app, core.organization);
  const { id: organizationId, currency } = core.organization;
  await core.app.budget.setRules({
    scope: { organizationId, departmentId: null, currency },
    rules: { ...NO_RULES, approvalOverMinor: 10_000n },
    actorId: null,
  });
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
  onTestFinished(() => page.close());
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

it('redeems a gift by its button, which goes, and leaves the thanks', async () => {
  const [dana, mallory] = await Promise.all([openAs('dana'), openAs('mallory')]);

  await type(dana, '/recognize @mallory 5 for the sketches');
  await buttonOf(mallory, 'Add to my balance').click();

  const direct = mallory.locator('#direct');
  await direct.getByText('$5.00 added to your balance').waitFor();
  expect(await direct.innerText()).toMatch(/Dana Weiss thanks you with a gift of \$5\.00/u);
  expect(await direct.innerText()).not.toMatch(CODE);
  expect(await buttonOf(mallory, 'Add to my balance').count()).toBe(0);
});

it('takes a gift back by the button on its giver’s answer, which goes', async () => {
  const [dana, bob] = await Promise.all([openAs('dana'), openAs('bob')]);

  await type(dana, '/recognize @bob 7 for the sketches');
  const answer = dana.locator('#channel').getByText('Bob Olsen gets $7.00.');
  await answer.waitFor();
  await bob.locator('#direct').getByText(CODE).first().waitFor();
  await dana.locator('#channel').getByRole('button', { name: 'Undo' }).last().click();

  await dana.locator('#channel').getByText('$7.00 for Bob Olsen is back in the budget').waitFor();
  expect(await answer.count()).toBe(0);
  await bob.locator('#direct').getByText('Dana Weiss took back the gift of $7.00').waitFor();
  // Nobody pressed it.
  await bob.locator('#direct').getByText('This gift was taken back.').waitFor();
  expect(await buttonOf(bob, 'Add to my balance').count()).toBe(0);
});

it('has an approver decide on the message that asks, which then says what was decided', async () => {
  const [dana, finn] = await Promise.all([openAs('dana'), openAs('finn')]);

  await type(dana, '/recognize @mallory 101 for the fair');
  await buttonOf(finn, 'Decline').click();
  const form = finn.getByRole('dialog', { name: 'Decline' });
  await form.getByLabel('Why?').fill('too much for a fair');
  await form.getByRole('button', { name: 'Decline' }).click();
  const direct = finn.locator('#direct');
  await direct.getByText('Finn Adeyemi declined it: $101.00 for Mallory Quint.').waitFor();
  const leftAfterDecline = await direct.getByRole('button').count();
  await type(dana, '/recognize @mallory 102 for the fair');
  await buttonOf(finn, 'Approve').click();

  await direct.getByText('Finn Adeyemi approved it: $102.00 for Mallory Quint.').waitFor();
  expect(leftAfterDecline).toBe(0);
  expect(await direct.getByRole('button').count()).toBe(0);
  expect(await direct.innerText()).toContain('Dana Weiss would like to give $102.00');
});

function buttonOf(page: Page, name: string) {
  return page.locator('#direct').getByRole('button', { name });
}
