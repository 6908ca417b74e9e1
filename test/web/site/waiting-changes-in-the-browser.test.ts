import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { enrol, type Phone } from '#test/helpers/second-factor.ts';
import { type BrowsedSite, look, openInBrowser } from './open-in-browser.ts';

const database = await createTestDatabase();
let site: BrowsedSite;
const phones = new Map<string, Phone>();
/** Zoe and Yan are admins. Of Design a budget, rules and an allowance begin on later days. */
beforeAll(async () => {
  site = await openInBrowser(database.db);
  const { core, company } = site;
  await core.app.people.import(company.organization, [
    personRow('Yan Admin', 'People', 'admin'),
    { ...personRow('Morgana Reyes', 'Design'), email: 'morgan.reyes@old.example' },
  ]);
  await plan();
  for (const who of ['zoe', 'yan']) phones.set(who, await enrol(core, await site.person(who)));
}, 60_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

async function plan(): Promise<void> {
  const { core, company } = site;
  const { app } = core;
  const { id: organizationId, currency } = company.organization;
  const { id: actorId } = await site.person('zoe');
  const department = await company.department('Design');
  const from = new Date('2027-01-01T00:00:00Z');
  const reason = 'What the board decided for the new year, with the leads of all departments';
  await app.budget.set({ department, amountMinor: 30_000n, from, actorId, reason });
  const later = new Date(from.getTime() + 31 * DAY_MS);
  const scope = { organizationId, departmentId: department.id, currency };
  const rules = { giftMaxMinor: 5_000n, undoMinutes: 30, approvalOverMinor: 2_500n };
  await app.budget.setRules({ scope, rules, from: later, actorId });
  const dana = await site.person('dana');
  await app.budget.setAllowance({ person: dana, currency, amountMinor: 4_000n, from, actorId });
}

async function openWithFactor(who: string, path: string): Promise<Page> {
  const page = await site.openAs(who);
  site.core.clock.advance(30_000);
  await page.goto(site.url + path);
  if (new URL(page.url()).pathname.startsWith('/second-factor')) {
    await page.locator('input[name=code]').fill(phones.get(who)?.shows() ?? '');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForURL((url) => !url.pathname.startsWith('/second-factor'));
  }
  await page.goto(site.url + path);
  return page;
}

describe('changes that begin on a later day, in every width', { timeout: 180_000 }, () => {
  it('are listed with what changes and why, and withdrawn from there', async () => {
    const page = await openWithFactor('zoe', '/budgets');
    const rows = page.locator('section[aria-labelledby=plans] tbody tr');
    const told = await rows.allTextContents();
    expect(await look(page, 'plans-of-all')).toEqual([]);
    await page.getByRole('link', { name: /Withdraw.*budget/u }).click();
    await page.waitForLoadState();
    expect(await look(page, 'plan-withdraw')).toEqual([]);
    const { id } = await site.company.department('Design');
    await page.goto(`${site.url}/budgets/${id}`);
    expect(await look(page, 'plans-of-a-department')).toEqual([]);

    expect(told).toHaveLength(3);
    expect(told.join(' ')).toMatch(/January 1, 2027.*\$300\.00.*What the board decided/su);
    await page.close();
  });
});

describe('what goes by its age, in every width', { timeout: 180_000 }, () => {
  it('is set on a page that says first what would go', async () => {
    const page = await openWithFactor('zoe', '/retention');
    expect(await look(page, 'retention-of-an-admin')).toEqual([]);
    await page.getByLabel('Days that texts are kept').fill('730');
    await page.getByLabel('Why').fill('Our records policy of November 2026, section 4');
    await page.getByRole('button', { name: 'Look at what would go' }).click();
    await page.waitForLoadState();
    const { pathname } = new URL(page.url());

    expect(pathname).toBe('/retention');
    expect(await page.locator('main').textContent()).toContain('730');
    expect(await look(page, 'retention-looked-at')).toEqual([]);
    await page.close();
  });
});

describe('rights that wait for a second person, in every width', { timeout: 180_000 }, () => {
  beforeAll(async () => {
    const { id: organizationId } = site.company.organization;
    const over = { organizationId, currency: 'USD', amountMinor: 100_000n, actorId: null };
    await site.core.app.budget.setSecondPerson(over);
  });

  it('are proposed by merging a manager’s record, and confirmed by another admin who sees what moves', async () => {
    const [from, into] = [await site.person('morgana'), await site.person('morgan')];
    const page = await openWithFactor('zoe', `/people/${into.id}/merge?from=${from.id}`);
    expect(await look(page, 'merge-that-waits')).toEqual([]);
    await page.getByRole('button', { name: /^Propose to merge/u }).click();
    await page.waitForURL('**?said=askedMerge');
    expect(await look(page, 'merge-asked')).toEqual([]);
    await page.close();
    const other = await openWithFactor('yan', '/overview');
    await other.getByRole('link', { name: /Merge the record/u }).click();
    await other.getByRole('button', { name: 'Confirm this change' }).waitFor();
    expect(await look(other, 'merge-proposal')).toEqual([]);
    await other.getByRole('button', { name: 'Confirm this change' }).click();
    await other.waitForURL('**/budgets?said=confirmed');

    expect((await site.person('morgana')).id).toBe(into.id);
    await other.close();
  });

  it('are proposed by linking an account to a manager', async () => {
    const { id: personId } = await site.person('dana');
    const account = { platform: 'slack', userId: 'U024BE7LH', personId };
    const asked = await site.core.app.people.linkIdentity(await site.person('zoe'), account);
    const page = await openWithFactor('yan', '/overview');
    await page.getByRole('link', { name: /Link the account/u }).click();
    await page.getByRole('button', { name: 'Confirm this change' }).waitFor();

    expect(asked).toMatchObject({ refusal: { kind: 'second-person-for-right' } });
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'Link the account slack:U024BE7LH to Dana Weiss',
    );
    expect(await look(page, 'account-proposal')).toEqual([]);
    await page.close();
  });
});
