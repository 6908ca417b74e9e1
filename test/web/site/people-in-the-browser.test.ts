import type { Page } from 'playwright-core';
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
  await fill();
  phone = await enrol(site.core, await site.person('zoe'));
}, 60_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

/** A guest, somebody who left, a long name, an account that waits, and money that Alice holds. */
async function fill(): Promise<void> {
  const { core, company } = site;
  const { organization } = company;
  await core.app.people.import(organization, [
    {
      ...personRow('Wolfeschlegelsteinhausenbergerdorff Hubert Blaine', 'Engineering'),
      employeeNumber: 'E-20031',
    },
    {
      ...personRow('Paula Partner', 'Design'),
      isGuest: true,
      email: 'paula.partner@agency-with-a-long-name.example',
    },
    { ...personRow('Lea Ving', 'Design') },
    { ...personRow('Alice Ito', 'Engineering'), managers: ['morgan@example.com'] },
  ]);
  const file =
    'Email,Name,Department\nbob@example.com,Bob Olsen,Engineering\nnobody,Nora Lind,Design\nzoe@example.com,Zoe Admin,Design\n';
  const source = { place: 'https://hr.example.com/reports/people.csv', at: '05:00', leavers: true };
  site.site.peopleSource = source;
  const asked = {
    source: { ...source, read: async () => ({ ok: true as const, bytes: Buffer.from(file) }) },
    actorId: null,
    isByClock: true,
  };
  await core.app.people.sync(organization.id, asked);
  const { id: personId } = await site.person('lea');
  await core.app.people.deactivate(organization, { personId, actorId: null });
  const { gifts } = await company.give('morgan', 'alice', '25');
  await company.redeem('alice', await company.codeOf(gifts[0]?.giftId ?? '', 'alice'));
  await company.give('morgan', 'alice', '5');
  const user = { platform: 'slack', workspaceId: company.workspaceId, userId: 'U07WAITS001' };
  const profile = { name: 'Bobby O.', isBot: false, isDeactivated: false, email: 'bob@example.com' };
  await core.app.people.identify(organization.id, user, profile);
}

/** A page of an admin who has just given a second factor. */
async function open(path: string): Promise<Page> {
  const page = await site.openAs('zoe');
  site.core.clock.advance(30_000);
  await page.goto(`${site.url}/second-factor/code`);
  await page.locator('input[name=code]').fill(phone.shows());
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/second-factor'));
  await page.goto(site.url + path);
  return page;
}

async function submit(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await page.waitForLoadState();
}

describe('the pages of people, in every width', { timeout: 120_000 }, () => {
  it('show the list, whom a filter means, and nobody', async () => {
    const page = await open('/people');
    expect(await look(page, 'people')).toEqual([]);
    await page.getByLabel('Search').fill('lea');
    await page.getByLabel('Who').selectOption('everybody');
    await submit(page, 'Show');
    expect(await page.locator('h1').textContent()).toBe('One person');
    expect(await look(page, 'people-found')).toEqual([]);
    await page.goto(`${site.url}/people?q=nobody-at-all`);
    expect(await look(page, 'people-none')).toEqual([]);
    await page.close();
  });

  it('show a person, the form with what is wrong, before and after, and what was done', async () => {
    const { id } = await site.person('alice');
    const page = await open(`/people/${id}`);
    expect(await look(page, 'person')).toEqual([]);
    await page.getByRole('link', { name: 'Change Alice Ito' }).click();
    await page.getByLabel('Email address').fill('not an address');
    await submit(page, 'See before and after');
    expect(await look(page, 'person-form-errors')).toEqual([]);
    await page.getByLabel('Email address').fill('weber@example.com');
    await page.getByLabel('Role').selectOption('manager');
    await submit(page, 'See before and after');
    expect(await look(page, 'person-before-and-after')).toEqual([]);
    await submit(page, 'Change Alice Ito');
    expect(await look(page, 'person-changed')).toEqual([]);
    await page.close();
  });

  it('show somebody new, who leaves, and who comes back', async () => {
    const page = await open('/people/new');
    expect(await look(page, 'person-new')).toEqual([]);
    await page.getByLabel('Name').fill('Nina New');
    await page.getByLabel('Employee number').fill('E-1');
    await page.getByLabel('Department').selectOption('Design');
    await submit(page, 'See before and after');
    expect(await look(page, 'person-new-preview')).toEqual([]);
    await page.goto(`${site.url}/people/${(await site.person('alice')).id}/leave`);
    expect(await look(page, 'person-leaves')).toEqual([]);
    await page.goto(`${site.url}/people/${(await site.person('lea')).id}/return`);
    expect(await look(page, 'person-returns')).toEqual([]);
    await page.close();
  });

  it('show the accounts that wait, one of them, and how one is linked', async () => {
    const page = await open('/people/accounts');
    expect(await look(page, 'accounts')).toEqual([]);
    await page.getByRole('link', { name: 'Look at it' }).click();
    expect(await look(page, 'account')).toEqual([]);
    await page.goto(`${site.url}/people/${(await site.person('bob')).id}/link`);
    await page.getByLabel('User id').fill('U07NEW00001');
    await submit(page, 'See before and after');
    expect(await look(page, 'account-to-link')).toEqual([]);
    await page.close();
  });

  it('show a file step by step', async () => {
    const page = await open('/people/import');
    expect(await look(page, 'file')).toEqual([]);
    await page.getByRole('link', { name: 'Put it back' }).first().click();
    expect(await look(page, 'file-undo')).toEqual([]);
    await page.goto(`${site.url}/people/import`);
    await page.getByLabel('File').setInputFiles({
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        'Work Email,Full Name,Team,Manager,Role,Salary\nnina@example.com,Nina New,Sales,Dana Weiss,employee,1\nbob@example.com,Bob Olsen-Weber,Design,Nina New,manager,2\nzoe@example.com,Zoe Admin,People,,,3\n',
      ),
    });
    await submit(page, 'See what it does');
    expect(await look(page, 'file-columns')).toEqual([]);
    await submit(page, 'See what it does');
    expect(await look(page, 'file-problems')).toEqual([]);
    await submit(page, 'Back to the columns');
    await page.getByLabel('Team').selectOption('department');
    await submit(page, 'See what it does');
    await page.getByLabel(/End the access of all/u).check();
    await submit(page, 'See what it does then');
    expect(await look(page, 'file-preview')).toEqual([]);
    await page.getByLabel(/I know that/u).check();
    await submit(page, 'Do all of this');
    expect(await page.locator('h1').textContent()).toBe('The file is imported');
    expect(await look(page, 'file-done')).toEqual([]);
    await page.close();
  });

  it('show the departments, a new one with what is wrong, and before and after', async () => {
    const page = await open('/departments');
    expect(await look(page, 'departments')).toEqual([]);
    await page.getByRole('link', { name: 'Create a department' }).click();
    await page.getByLabel('Currency').fill('ducats');
    await submit(page, 'See before and after');
    expect(await look(page, 'department-errors')).toEqual([]);
    await page.getByLabel('Name').fill('Atelier');
    await page.getByLabel('Currency').fill('EUR');
    await submit(page, 'See before and after');
    expect(await look(page, 'department-preview')).toEqual([]);
    await submit(page, 'Create Atelier');
    const { id } = await site.company.department('Atelier');
    await page.goto(`${site.url}/departments/${id}`);
    expect(await look(page, 'department-form')).toEqual([]);
    await page.getByLabel('Time zone').fill('Asia/Tokyo');
    await submit(page, 'See before and after');
    expect(await look(page, 'department-zone')).toEqual([]);
    await page.goto(`${site.url}/departments/${id}/close`);
    expect(await look(page, 'department-close')).toEqual([]);
    await page.getByLabel('Why').fill('It is part of Design now');
    await submit(page, 'Close Atelier');
    expect(await look(page, 'department-closed')).toEqual([]);
    await page.goto(`${site.url}/departments/${(await site.company.department('Design')).id}/close`);
    expect(await look(page, 'department-in-use')).toEqual([]);
    await page.close();
  });
});
