import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { createSettableClock } from '#test/helpers/settable-clock.ts';
import { openSite, type Site } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const FEED = '<script>alert("x")</script>';

/** A company on the 20th of November, which gave in October and last year too. */
async function openCompany(): Promise<Site> {
  const clock = createSettableClock('2025-11-05T12:00:00Z');
  const site = await openSite(database.db, { clock }, { clock });
  const { core, company } = site;
  await core.app.people.import(company.organization, [
    personRow('Ada Stone', 'Engineering', 'approver'),
    personRow('Finn Adeyemi', 'People', 'finance'),
    { ...personRow('Bob Olsen', 'Engineering'), managers: ['morgan@example.com'] },
    { ...personRow('Alice Ito', 'Engineering'), managers: ['morgan@example.com'] },
  ]);
  await company.give('morgan', 'alice', '40');
  // The last day of a quarter.
  clock.set('2026-09-30T12:00:00Z');
  await company.give('morgan', 'bob', '1');
  clock.set('2026-10-10T12:00:00Z');
  await company.give('morgan', 'alice', '50');
  clock.set('2026-10-25T12:00:00Z');
  await company.give('morgan', 'alice', '10');
  clock.set('2026-11-12T12:00:00Z');
  await company.give('morgan', 'morgan', '5');
  for (const one of [clock, core.clock]) one.set('2026-11-20T12:00:00Z');
  return site;
}

/** What people read of a page. */
function textOf(html: string): string {
  return html
    .replaceAll(/<svg.*?<\/svg>/gsu, '')
    .replaceAll(/<[^>]+>/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll('&#39;', '’');
}

async function failDelivery({ core }: Site, giftId: string): Promise<void> {
  const reason = 'no way to reach them';
  await core.app.jobs.keepFailed({ job: 'deliver-gift', due: 'deliveries', subjectId: giftId, reason });
  await core.db.updateTable('delivery').set({ status: 'failed' }).where('gift_id', '=', giftId).execute();
}

describe('the overview of those who answer for everybody’s money', () => {
  let site: Site;
  let giftId: string;
  beforeAll(async () => {
    site = await openCompany();
    const { core, company } = site;
    const { organization } = company;
    giftId = must((await company.give('morgan', 'alice', '75')).gifts[0], 'gift').giftId;
    await company.redeem('alice', await company.codeOf(giftId, 'alice'));
    giftId = must((await company.give('morgan', 'bob', '15')).gifts[0], 'gift').giftId;
    await failDelivery(site, giftId);
    await company.give('morgan', 'morgan', '5');
    await company.give('morgan', 'alice', '9999');
    await company.give('morgan', 'alice', '9999');
    await core.app.people.import(organization, [personRow('Lea Ving', 'Design')]);
    const lea = await company.person('lea');
    const kept = must((await company.give('dana', 'lea', '4')).gifts[0], 'gift').giftId;
    await core.app.gift.redeem({ person: lea, giftId: kept });
    await company.give('dana', 'lea', '6');
    await core.app.people.deactivate(organization, { personId: lea.id, actorId: null });
    const freeze = { ownerId: (await company.person('mallory')).id, isFrozen: true, reason: FEED };
    await core.app.wallet.freeze({ person: await company.person('priya'), ...freeze });
  });

  it('begins with what was given this month, of how much, and how it was a month before', async () => {
    const { text } = await (await site.signIn('priya')).get('/overview');

    expect(text).toContain('<h1>4 things need you</h1>');
    const read = textOf(text);
    // Engineering has 500 and Design 200; by the 20th of October it was 50, and 60 in the whole month.
    expect(read).toContain(
      'Given this month, less what came back $100.00 of $700.00, 100 % more than by this day last month: $50.00',
    );
    expect(read).toContain('Waiting for you 0 nobody waits for your decision');
    // 15 and 6 of this month, and 40, 1, 50 and 10 of before.
    expect(read).toContain('Given and not claimed yet $122.00 $21.00 more than on November 1, 2026');
    expect(read).toContain('Not delivered 1 one of them since November 1, 2026');
  });

  it('draws the months of this year beside last year’s, with the same numbers as a table', async () => {
    const { text } = await (await site.signIn('priya')).get('/overview');

    const read = textOf(text);
    expect(read).toContain('So far $161.00 in 2026. By the end of the same month of 2025 it was $40.00.');
    expect(read).toContain('October $60.00 $0.00');
    expect(read).toContain('November $100.00 $40.00');
    expect(text).not.toMatch(/ style="|<style/u);
  });

  it('lists what needs HR, each with its one thing to do', async () => {
    const { text } = await (await site.signIn('priya')).get('/overview');

    const read = textOf(text);
    expect(read).toContain('The gift of $15.00 from Morgan Reyes did not reach Bob Olsen.');
    expect(read).toContain('The wallet of Mallory Quint is frozen.');
    expect(read).toContain('Lea Ving has left and still holds $4.00. One more gift waits: $6.00.');
    expect(read).toContain(
      '3 requests were refused in the last seven days. 2 × over budget · 1 × gift to oneself',
    );
    expect(text).toContain(`action="/overview/gifts/${giftId}/again"`);
    expect(text).toContain(`action="/overview/gifts/${giftId}/mail"`);
    expect(text).not.toContain(FEED);
    expect(text).toContain('&lt;script&gt;alert(');
  });

  it('leaves out what is older than seven days, and says that nothing needs anybody where nothing does', async () => {
    const quiet = await openCompany();

    const { text } = await (await quiet.signIn('priya')).get('/overview');

    expect(textOf(text)).toContain('Needs you Nothing needs you.');
  });

  it('asks who may decide, and leads them to where they do', async () => {
    const waiting = await openCompany();
    const { core, company } = waiting;
    const scope = { organizationId: company.organization.id, departmentId: null, currency: 'USD' };
    await core.app.budget.setRules({ scope, rules: { approvalOverMinor: 10_000n }, actorId: null });
    const { id } = await company.give('morgan', 'alice', '150');
    const { id: approvalId } = await core.db
      .selectFrom('approval')
      .select('id')
      .where('subject_id', '=', id)
      .executeTakeFirstOrThrow();
    const ada = await waiting.signIn('ada');

    const finance = await (await waiting.signIn('finn')).get('/overview');
    const approver = await ada.get('/overview');
    const asker = await (await waiting.signIn('morgan')).get('/overview');
    const opened = await ada.post(`/overview/approvals/${approvalId}`);

    // It is for the department's approver alone.
    expect(textOf(finance.text)).toContain('Waiting for you 0');
    expect(textOf(asker.text)).toContain('You asked for $150.00 for Alice Ito somebody decides until');
    expect(textOf(asker.text)).toContain('Nothing needs you.');
    expect(textOf(approver.text)).toContain('Morgan Reyes would like to give $150.00 for Alice Ito.');
    expect(opened.status).toBe(303);
    expect((await ada.get(must(opened.location, 'link'))).text).toContain('$150.00');
  });

  it('sends what was not delivered again, and by mail alone where that is asked for', async () => {
    const hr = await site.signIn('priya');
    const { core } = site;

    const sent = await hr.post(`/overview/gifts/${giftId}/mail`);
    const delivery = await core.db
      .selectFrom('delivery')
      .select(['status', 'closed'])
      .where('gift_id', '=', giftId)
      .executeTakeFirstOrThrow();
    const after = await hr.get(must(sent.location, 'page'));

    expect(sent).toMatchObject({ status: 303, location: '/overview?said=mail' });
    expect(delivery).toMatchObject({
      status: 'due',
      closed: { dm: expect.any(String), claim: expect.any(String) },
    });
    expect(textOf(after.text)).toContain('The gift is on its way by mail.');
    expect(textOf(after.text)).toContain('Not delivered 0');
    expect(after.text).not.toContain(`/overview/gifts/${giftId}/again`);
  });

  it('tells an admin of failed jobs, who has them tried again', async () => {
    const { core } = site;
    const { id } = await core.db.selectFrom('notification').select('id').executeTakeFirstOrThrow();
    await core.app.jobs.keepFailed({
      job: 'send-notification',
      due: 'notifications',
      subjectId: id,
      reason: 'no',
    });
    const admin = await site.signIn('zoe');

    const seen = [
      (await admin.get('/overview')).text,
      (await (await site.signIn('finn')).get('/overview')).text,
    ];
    const byFinance = await (await site.signIn('finn')).post('/overview/jobs');
    const retried = await admin.post('/overview/jobs');

    expect(seen.map((text) => text.includes('One job has failed for good.'))).toEqual([true, false]);
    expect(byFinance.status).toBe(403);
    expect(retried.location).toBe('/overview?said=jobs');
    expect((await admin.get('/overview')).text).not.toContain('has failed for good');
  });

  it('never adds currencies', async () => {
    const mixed = await openCompany();
    const { core, company } = mixed;
    await core.app.people.import(company.organization, [personRow('Eva Petit', 'Paris', 'manager')]);
    const department = await company.department('Paris');
    await core.app.people.setDepartment({ department, changes: { currency: 'EUR' }, actorId: null });
    await company.setBudget('Paris', 20_000n);
    await company.give('morgan', 'alice', '20');
    await company.give('eva', 'mallory', '30');

    const { text } = await (await mixed.signIn('priya')).get('/overview');

    // Paris began this month; the other two together have 700.
    expect(textOf(text)).toContain(
      '€30.00 of €200.00, none by this day last month $20.00 of $700.00, 60 % less',
    );
  });
});

describe('the overview of a department', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openCompany();
    await site.company.give('morgan', 'alice', '20');
  });

  it('says what a manager may still give, and who on the team had nothing this quarter', async () => {
    const { text } = await (await site.signIn('morgan')).get('/overview');

    expect(text).toContain('<h1>You may still give $480.00 until December 1, 2026</h1>');
    const read = textOf(text);
    expect(read).toContain('Your team (2) 1 of 2 had nothing this quarter: Bob Olsen.');
    expect(read).toContain('Nothing needs you.');
  });

  it('says how much an allowance leaves, where that is less', async () => {
    const morgan = await site.person('morgan');
    const { core } = site;
    await core.app.budget.setAllowance({
      person: morgan,
      currency: 'USD',
      amountMinor: 5_000n,
      actorId: null,
    });

    const { text } = await (await site.signIn('morgan')).get('/overview');

    expect(text).toContain('<h1>You may still give $30.00 until December 1, 2026</h1>');
    expect(textOf(text)).toContain('That is your own allowance. Engineering has $480.00 left of $500.00.');
  });

  it('shows a manager nothing of another department', async () => {
    const lost = must((await site.company.give('morgan', 'bob', '3')).gifts[0], 'gift').giftId;
    await failDelivery(site, lost);
    const dana = await site.signIn('dana');

    const { text } = await dana.get('/overview');
    const resent = await dana.post(`/overview/gifts/${lost}/again`);

    expect(textOf(text)).toContain('You may still give $200.00 until December 1, 2026');
    expect(text).not.toMatch(/Engineering|Alice|Bob|Morgan/u);
    expect(resent.status).toBe(409);
    expect(textOf(resent.text)).toContain('This is not yours to see.');
  });

  it('has the giver of what was not delivered send it again', async () => {
    const morgan = await site.signIn('morgan');
    const [, path = ''] =
      /action="(\/overview\/gifts\/[^"]+\/again)"/u.exec((await morgan.get('/overview')).text) ?? [];

    expect((await morgan.post(path)).location).toBe('/overview?said=again');
    expect((await morgan.get('/overview')).text).toContain('Nothing needs you.');
  });

  it('is not there for those who give nothing', async () => {
    const { status, text } = await (await site.signIn('alice')).get('/overview');

    expect(status).toBe(403);
    expect(text).not.toContain('href="/overview"');
  });

  it.each(['x', '0', 'null', '%00', '00000000-0000-0000-0000-000000000000'])(
    'answers that there is nothing, for what is no approval: %s',
    async (id) => {
      const morgan = await site.signIn('morgan');

      expect((await morgan.post(`/overview/approvals/${id}`)).status).toBe(404);
      expect([404, 409]).toContain((await morgan.post(`/overview/gifts/${id}/again`)).status);
    },
  );
});

describe('where people land who asked for no page', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openCompany();
  });

  it.each([
    ['alice', '/wallet'],
    ['morgan', '/wallet'],
    ['priya', '/overview'],
    ['finn', '/overview'],
    ['zoe', '/overview'],
  ])('%s lands on %s', async (who, page) => {
    const visitor = await site.signIn(who);

    const { location } = await visitor.get('/sign-in');

    expect(location).toBe(page);
    expect((await visitor.get('/sign-in?back=/orders')).location).toBe('/orders');
  });

  it('leads there from a link in chat, too', async () => {
    const { core } = site;
    const made = await core.app.session.makeChatLink(await site.person('priya'));
    const browser = site.visit();

    const entered = await browser.post(new URL(must(made.ok ? made.value.url : undefined, 'link')).pathname);

    expect(entered.location).toBe('/overview');
  });
});
