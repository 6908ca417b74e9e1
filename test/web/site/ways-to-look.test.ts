import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatCode } from '#src/domain/gift/code-format.ts';
import { must } from '#src/domain/kit/must.ts';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import { leaseDelivery } from '#test/helpers/sendings.ts';
import { servePlayground } from '../web-server.ts';
import { type BrowsedSite, look, openInBrowser, overflowOf, picture } from './open-in-browser.ts';

const database = await createTestDatabase();
let site: BrowsedSite;
const ids = { waiting: '', redeemed: '', claim: '', approval: '', code: '' };

beforeAll(async () => {
  site = await openInBrowser(database.db);
  await fill();
}, 60_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

/** Gifts that wait and that were added, one for a guest, one for an approver, and a second factor that is to be reset. */
async function fill(): Promise<void> {
  const { core, company } = site;
  const { organization } = company;
  await core.app.people.import(organization, [
    personRow('Ada Stone', 'Engineering', 'approver'),
    personRow('Max Admin', 'People', 'admin'),
  ]);
  const scope = { organizationId: organization.id, departmentId: null, currency: 'USD' };
  await core.app.budget.setRules({ scope, rules: { approvalOverMinor: 10_000n }, actorId: null });
  for (const amount of ['25', '7.50', '1']) {
    const { gifts } = await company.give('morgan', 'alice', amount, {
      message: 'for the launch, which nobody thought could be done in a week, and the talk about it',
    });
    ids.redeemed = gifts[0]?.giftId ?? '';
    await company.redeem('alice', await company.codeOf(ids.redeemed, 'alice'));
  }
  ids.waiting = (await company.give('morgan', 'alice', '12')).gifts[0]?.giftId ?? '';
  const typed = (await company.give('morgan', 'alice', '3')).gifts[0]?.giftId ?? '';
  ids.code = formatCode(await company.codeOf(typed, 'alice'));
  ids.claim = await claimPath();
  const { id } = await company.give('morgan', 'bob', '150', { message: 'for a year of on-call' });
  const { id: approvalId } = await core.db
    .selectFrom('approval')
    .select('id')
    .where('subject_id', '=', id)
    .executeTakeFirstOrThrow();
  ids.approval = await core.app.approval.makeLink({ person: await company.person('ada'), approvalId });
  await askForReset();
  await leaveThingsToDo(typed);
}

/** Where the guest's mail leads. */
async function claimPath(): Promise<string> {
  const recipients = [{ by: 'email' as const, email: 'client@example.org', isGuest: true as const }];
  const { gifts } = await site.company.give('morgan', '', '50', { recipients, message: 'for the pilot' });
  const leased = await leaseDelivery(site.core.app, gifts[0]?.giftId ?? '');
  const link = leased.kind === 'send' && 'link' in leased.toSend ? leased.toSend.link : undefined;
  return new URL(must(link, 'link in the mail')).pathname;
}

/** What needs those who answer for everybody's money: a gift that reached nobody, a frozen wallet, refused requests, somebody who left. */
async function leaveThingsToDo(giftId: string): Promise<void> {
  const { core, company } = site;
  const reason = 'no way to reach them';
  await core.app.jobs.keepFailed({ job: 'deliver-gift', due: 'deliveries', subjectId: giftId, reason });
  await core.db.updateTable('delivery').set({ status: 'failed' }).where('gift_id', '=', giftId).execute();
  await company.give('morgan', 'morgan', '5');
  await company.give('morgan', 'alice', '9999');
  await core.app.people.import(company.organization, [personRow('Lea Ving', 'Design')]);
  const lea = await company.person('lea');
  await company.give('dana', 'lea', '6');
  await core.app.people.deactivate(company.organization, { personId: lea.id, actorId: null });
  const freeze = { ownerId: (await company.person('mallory')).id, isFrozen: true, reason: 'lost a phone' };
  await core.app.wallet.freeze({ person: await company.person('priya'), ...freeze });
}

async function askForReset(): Promise<void> {
  const { core } = site;
  const bob = await site.person('bob');
  await enrol(core, bob);
  const reason = 'lost his phone on the train, I spoke with him';
  const admin = await site.person('zoe');
  const asked = await core.app.session.askFactorReset({ admin, personId: bob.id, reason });
  if (!asked.ok) throw new Error(asked.refusal.kind);
}

type Opening = [name: string, who: string | undefined, open: (page: Page) => Promise<unknown>];

function at(path: string): (page: Page) => Promise<unknown> {
  return (page) => page.goto(site.url + path);
}

async function typeCode(page: Page): Promise<void> {
  await at('/redeem')(page);
  await page.getByLabel('Code').fill(ids.code);
  await page.getByRole('button', { name: 'Look at it' }).click();
  await page.getByRole('heading', { name: 'This adds' }).waitFor();
}

async function claimAsGuest(page: Page): Promise<void> {
  await at(await claimPath())(page);
  await page.getByRole('button', { name: 'Add $50.00 to my balance' }).click();
  await page.waitForURL('**/wallet?said=added');
}

async function beginSetUp(page: Page): Promise<void> {
  await at('/second-factor')(page);
  await page.getByRole('button', { name: 'Set it up' }).click();
  await page.getByRole('heading', { name: 'Set up your second factor' }).waitFor();
}

/** On a narrow page. */
async function openMenu(page: Page): Promise<void> {
  await at('/overview')(page);
  await page.setViewportSize({ width: 640, height: 900 });
  await page.locator('.menu > summary').click();
}

/** Every page, in a state that shows most of it. */
const PAGES: Opening[] = [
  ['start', undefined, at('/')],
  ['sign in', undefined, at('/sign-in')],
  ['mail sent', undefined, at('/sign-in/sent')],
  ['dead link', undefined, at(`/sign-in/link/${'D'.repeat(43)}`)],
  ['missing page', undefined, at('/nothing')],
  ['claim', undefined, (page) => at(ids.claim)(page)],
  ['dead claim', undefined, at(`/claim/${'D'.repeat(43)}`)],
  ['approval', undefined, (page) => at(ids.approval)(page)],
  ['spend', 'priya', at('/spend')],
  ['spend by recipient of a year', 'priya', at('/spend?by=recipient&range=this-year')],
  ['spend of an empty month', 'priya', at('/spend?from=2020-01-01&to=2020-01-31')],
  ['spend of a department', 'morgan', at('/spend?by=month&range=last-12-months')],
  ['gifts behind a figure', 'priya', at('/spend/gifts?figure=redeemed')],
  ['story of a gift', 'zoe', (page) => at(`/gifts/${ids.redeemed}`)(page)],
  ['liability', 'priya', at('/liability')],
  ['your data', 'alice', at('/your-data')],
  ['retention', 'priya', at('/retention')],
  ['tax', 'priya', at('/tax')],
  ['wallet', 'alice', at('/wallet')],
  ['empty wallet', 'mallory', at('/wallet')],
  ['wallet of HR', 'priya', at('/wallet')],
  ['wallet of a guest', undefined, claimAsGuest],
  ['overview of HR', 'priya', at('/overview')],
  ['overview of an admin', 'max', at('/overview')],
  ['overview of an approver', 'ada', at('/overview')],
  ['activity', 'max', at('/activity')],
  ['activity with a wrong day', 'max', at('/activity?from=soon&name=nobody')],
  ['menu', 'max', openMenu],
  ['statement', 'alice', at('/wallet/statement')],
  ['report', 'alice', (page) => at(`/wallet/gifts/${ids.waiting}/report`)(page)],
  ['thanks', 'alice', (page) => at(`/wallet/gifts/${ids.waiting}/thanks`)(page)],
  ['codes', 'alice', at('/redeem')],
  ['codes to confirm', 'alice', typeCode],
  ['devices', 'alice', at('/devices')],
  ['no second factor', 'alice', at('/second-factor')],
  ['second factor being set up', 'dana', beginSetUp],
  ['second factor asked', 'bob', at('/second-factor/code')],
  ['budgets', 'priya', at('/budgets')],
  [
    'budget of a department',
    'morgan',
    async (page) => at(`/budgets/${(await site.company.department('Engineering')).id}`)(page),
  ],
  [
    'budget of a department as an admin sees it',
    'max',
    async (page) => at(`/budgets/${(await site.company.department('Engineering')).id}`)(page),
  ],
  [
    'who is to approve',
    'max',
    async (page) =>
      at(`/budgets/${(await site.company.department('Engineering')).id}/approvers?q=example`)(page),
  ],
  ['resets', 'max', at('/factor-resets')],
  ['people', 'priya', at('/people')],
  ['people of a manager', 'morgan', at('/people')],
  ['person', 'priya', async (page) => at(`/people/${(await site.person('alice')).id}`)(page)],
  ['departments', 'priya', at('/departments')],
  ['no right', 'alice', at('/factor-resets')],
];

/** Opens a page for a test, which closes it. */
async function withPage(
  [, who, open]: Opening,
  options: { width?: number },
  run: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await site.openAs(who, options);
  try {
    await open(page);
    await run(page);
  } finally {
    await page.close();
  }
}

describe('every page', { timeout: 120_000 }, () => {
  it.each(PAGES)('has nothing that keeps people out in any width, light or dark: %s', async (...opening) => {
    await withPage(opening, {}, async (page) => {
      expect(await look(page, opening[0])).toEqual([]);
    });
  });

  it.each(PAGES)('is read at 200 and 400 %, in forced colours and on paper: %s', async (...opening) => {
    await withPage(opening, { width: 640 }, async (page) => {
      expect(await faultsEnlarged(page, opening[0])).toEqual([]);
      expect(await faultsInForcedColors(page, opening[0])).toEqual([]);
      await page.emulateMedia({ media: 'print', colorScheme: 'dark', forcedColors: 'none' });
      await picture(page, `${opening[0]}-print`);
      expect(await visibleOf(page, 'nav, button, input, .button, .skip, .account')).toEqual([]);
      expect(await page.locator('h1').isVisible()).toBe(true);
      expect(await colorsOf(page)).toEqual({ ground: 'rgb(255, 255, 255)', ink: 'rgb(0, 0, 0)' });
    });
  });
});

/** What moves sideways or is cut off. A window of 1280 pixels is 640 wide at 200 % and 320 at 400 %. */
async function faultsEnlarged(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const width of [640, 320]) {
    await page.setViewportSize({ width, height: 450 });
    const overflow = await overflowOf(page);
    if (overflow > 0) faults.push(`${width} pixels: ${overflow} too wide`);
    faults.push(...(await cutOffIn(page)).map((fault) => `${width} pixels: ${fault}`));
    await picture(page, `${name}-zoom-${width}`);
  }
  return faults;
}

/** Where one cannot see where the keyboard is, or where one can press. */
async function faultsInForcedColors(page: Page, name: string): Promise<string[]> {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ forcedColors: 'active' });
  await picture(page, `${name}-forced`);
  return [...(await withoutEdge(page)), ...(await withoutFocus(page))];
}

describe('the playground', { timeout: 60_000 }, () => {
  it('is used at 200 %, and in forced colours by keyboard', async () => {
    const playground = await servePlayground();
    const page = await site.browser.newPage();
    try {
      await page.setViewportSize({ width: 640, height: 450 });
      await page.goto(`${playground.url}/playground?as=bob`);
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      await picture(page, 'playground-zoom-640');
      await page.emulateMedia({ forcedColors: 'active' });
      await picture(page, 'playground-forced');
      expect(await withoutFocus(page)).toEqual([]);
    } finally {
      await page.close();
      await playground.close();
    }
  });
});

describe('the statement', () => {
  it('prints its table whole, with its head on each page, from a phone too', {
    timeout: 60_000,
  }, async () => {
    await withPage(['statement', 'alice', at('/wallet/statement')], { width: 390 }, async (page) => {
      await page.emulateMedia({ media: 'print' });

      expect(await page.locator('table.data thead').first().evaluate(displayOf)).toBe('table-header-group');
      expect(await page.locator('table.data tbody tr').count()).toBeGreaterThanOrEqual(3);
      for (const cell of await page.locator('table.data tbody td').all())
        expect(await cell.evaluate(displayOf)).toBe('table-cell');
      expect((await page.pdf({ format: 'A4' })).subarray(0, 4).toString()).toBe('%PDF');
    });
  });
});

function displayOf(element: Element): string {
  return getComputedStyle(element).display;
}

/** Texts that are wider than the box that hides the rest of them. */
async function cutOffIn(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('main *')]
      .filter((one) => {
        const { overflowX, clipPath } = getComputedStyle(one);
        return clipPath === 'none' && overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1;
      })
      .map((one) => one.outerHTML.slice(0, 120)),
  );
}

/** What can be pressed or typed into and has no border that forced colours would keep. */
async function withoutEdge(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('button, .button, input:not([type=hidden]), textarea, select')]
      .filter((one) => one.checkVisibility())
      .filter((one) => {
        const { appearance, borderTopStyle, borderTopWidth } = getComputedStyle(one);
        // The browser draws these itself, in colours that are forced too.
        if (appearance !== 'none' && one.matches('[type=radio], [type=checkbox]')) return false;
        return borderTopStyle === 'none' || Number.parseFloat(borderTopWidth) === 0;
      })
      .map((one) => one.outerHTML.slice(0, 120)),
  );
}

/** What shows no outline where the keyboard is. After one stop of the tab key, a browser shows the focus wherever it goes. */
async function withoutFocus(page: Page): Promise<string[]> {
  await page.keyboard.press('Tab');
  return page.evaluate(() =>
    [...document.querySelectorAll('a[href], button, input:not([type=hidden]), textarea, select, summary')]
      .filter((one) => {
        (one as HTMLElement).focus();
        if (document.activeElement !== one) return false;
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        return outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2;
      })
      .map((one) => one.outerHTML.slice(0, 120)),
  );
}

async function visibleOf(page: Page, selector: string): Promise<string[]> {
  return page.evaluate(
    (wanted) =>
      [...document.querySelectorAll(wanted)]
        .filter((one) => one.checkVisibility())
        .map((one) => one.outerHTML.slice(0, 120)),
    selector,
  );
}

async function colorsOf(page: Page): Promise<{ ground: string; ink: string }> {
  return page.evaluate(() => ({
    ground: getComputedStyle(document.body).backgroundColor,
    ink: getComputedStyle(document.querySelector('h1') ?? document.body).color,
  }));
}
