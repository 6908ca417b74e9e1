import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import { type BrowsedSite, look, openInBrowser } from './open-in-browser.ts';

const database = await createTestDatabase();
let site: BrowsedSite;
let page: Page;
const ids: string[] = [];

beforeAll(async () => {
  site = await openInBrowser(database.db);
  const { core, company } = site;
  const { id: organizationId } = company.organization;
  await core.app.people.import(company.organization, [
    personRow('Finn Adeyemi', 'Money', 'finance'),
    personRow('Fay Moss', 'Money', 'finance'),
  ]);
  const fay = await company.person('fay');
  const department = await company.department('Design');
  const over = { organizationId, currency: 'USD', amountMinor: 100_000n, actorId: null };
  await core.app.budget.setSecondPerson(over);
  const setting = { department, actorId: fay.id, reason: 'a larger team, and two launches in the spring' };
  for (const amountMinor of [300_000n, 123_456_789n]) {
    const id = core.newId();
    ids.push(id);
    if (ids.length === 1) await core.app.budget.set({ ...setting, id, amountMinor });
    else await core.app.budget.topUp({ ...setting, id, amountMinor });
  }
  page = await openAsFinance();
}, 60_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

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

describe('changes that wait for a second person, in every width', () => {
  it.each([
    ['proposals-overview', () => '/overview'],
    ['proposals-budgets', () => '/budgets'],
    ['proposal', () => `/budgets/proposals/${ids[0]}`],
    ['second-person', () => '/budgets/second-person/USD'],
  ])('show %s', async (name, path) => {
    await page.goto(site.url + path());

    expect(await look(page, name)).toEqual([]);
  });

  it('are declined and confirmed without a script', async () => {
    await page.goto(`${site.url}/budgets/proposals/${ids[1]}`);
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.getByText('Say why you decline it').first().waitFor();
    expect(await look(page, 'proposal-no-reason')).toEqual([]);

    await page.goto(`${site.url}/budgets/proposals/${ids[0]}`);
    await page.getByRole('button', { name: 'Confirm this change' }).click();

    await page.getByText('The change is made.').waitFor();
    expect(new URL(page.url()).pathname).toBe('/budgets');
  });
});
