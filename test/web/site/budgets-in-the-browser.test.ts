import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import { type BrowsedSite, look, openInBrowser } from './open-in-browser.ts';

const database = await createTestDatabase();
let site: BrowsedSite;
let page: Page;
let design: string;

beforeAll(async () => {
  site = await openInBrowser(database.db);
  await fill();
  page = await openAsFinance();
}, 60_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

/** A budget of last month, one that runs out early, a frozen one, one overspent, none, and a request for more. */
async function fill(): Promise<void> {
  const { core, company } = site;
  const { app } = core;
  const { organization } = company;
  await app.people.import(organization, [
    personRow('Finn Adeyemi', 'Money', 'finance'),
    personRow('Sol Marin', 'Sales', 'manager'),
    personRow('Uma Berg', 'Customer support in the German-speaking countries', 'manager'),
    personRow('Vera Lund', 'Vienna', 'manager'),
  ]);
  await company.give('dana', 'mallory', '30', { message: 'for the talk' });
  core.clock.advance(30 * DAY_MS);
  await company.setBudget('Sales', 100_000n);
  await company.setBudget('Customer support in the German-speaking countries', 1_234_567_890n);
  const department = await company.department('Vienna');
  await app.people.setDepartment({ department, changes: { currency: 'EUR' }, actorId: null });
  await app.budget.set({
    department: { ...department, currency: 'EUR' },
    amountMinor: 50_000n,
    actorId: null,
  });
  await company.give('sol', 'alice', '900');
  await company.give('dana', 'mallory', '12.50');
  const { id: recognitionId } = await company.give('dana', 'mallory', '1000', {
    message: 'for the summer party',
  });
  await app.approval.requestFunds({ person: await company.person('dana'), recognitionId });
  await app.budget.freeze({
    department: await company.department('Customer support in the German-speaking countries'),
    isFrozen: true,
    actorId: null,
  });
  const { id } = await company.department('Design');
  design = `/budgets/${id}`;
  await app.budget.topUp({
    id: core.newId(),
    department: await company.department('Design'),
    amountMinor: 5_000n,
    reason: 'launch',
    actorId: (await company.person('zoe')).id,
  });
}

async function openAsFinance(): Promise<Page> {
  const phone = await enrol(site.core, await site.person('finn'));
  const opened = await site.openAs('finn');
  await opened.goto(`${site.url}/second-factor/code`);
  await opened.getByLabel('Code').fill(phone.shows());
  await opened
    .getByRole('button', { name: /Continue|Go on|Send|Check/u })
    .first()
    .click();
  await opened.waitForURL((url) => !url.pathname.startsWith('/second-factor/code'));
  return opened;
}

describe('the pages of budgets, in every width', () => {
  it('show every department', async () => {
    await page.goto(`${site.url}/budgets`);

    expect(await look(page, 'budgets')).toEqual([]);
  });

  it('show one department', async () => {
    await page.goto(site.url + design);

    expect(await look(page, 'budget-of-design')).toEqual([]);
  });

  it.each(['amount', 'top-up', 'move', 'freeze', 'rules'])('show the form: %s', async (what) => {
    await page.goto(`${site.url}${design}/${what}`);

    expect(await look(page, `budget-form-${what}`)).toEqual([]);
  });

  it('change a budget without a script', async () => {
    await page.goto(`${site.url}${design}/amount`);
    await page.getByLabel('Amount for each period').fill('5');
    await page.getByRole('button', { name: 'See what changes' }).click();
    expect(await look(page, 'budget-form-wrong')).toEqual([]);
    await page.getByLabel('Amount for each period').fill('350');
    await page.getByLabel('Why').fill('a larger team');
    await page.getByRole('button', { name: 'See what changes' }).click();
    expect(await look(page, 'budget-preview')).toEqual([]);

    await page.getByRole('button', { name: 'Give Design $350.00 a month' }).click();

    await page.getByText('The budget is set.').waitFor();
    expect(new URL(page.url()).pathname).toBe(design);
  });

  it('change rules, with what the requests of the last period would have been', async () => {
    await page.goto(`${site.url}${design}/rules`);
    await page.getByLabel('One gift, at most').fill('20');
    await page.getByLabel('Why').fill('smaller gifts');
    await page.getByRole('button', { name: 'See what changes' }).click();

    expect(await look(page, 'rules-preview')).toEqual([]);
  });

  it('tell somebody of the department who else could change it', async () => {
    const { id } = await site.company.department('Money');
    await page.goto(`${site.url}/budgets/${id}/amount`);

    expect(await look(page, 'budget-own')).toEqual([]);
  });
});
