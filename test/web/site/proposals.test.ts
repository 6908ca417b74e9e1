import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { operatorOf } from '#test/helpers/reads.ts';
import { change, lookAt, steppedUp } from './change-form.ts';
import { openSite, type Site, type Visitor } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let site: Site;
let finn: Visitor;
let zoe: Visitor;
let dan: Visitor;
let design: string;
let organizationId: string;
beforeAll(async () => {
  site = await openSite(database.db);
  await site.core.app.people.import(site.company.organization, [
    personRow('Finn Adeyemi', 'People', 'finance'),
    personRow('Zoe Admin', 'People', 'admin'),
    personRow('Dan Roe', 'Design', 'finance'),
  ]);
  [finn, zoe, dan] = [
    await steppedUp(site, 'finn'),
    await steppedUp(site, 'zoe'),
    await steppedUp(site, 'dan'),
  ];
  design = `/budgets/${(await site.company.department('Design')).id}`;
  organizationId = site.company.organization.id;
});

async function waiting(): Promise<string> {
  const asked = { now: site.core.clock.now() };
  const all = await site.core.app.queries.budget.listProposals(operatorOf(organizationId), asked);
  return `/budgets/proposals/${must(all.at(-1), 'proposal').id}`;
}

describe('the pages of changes that need a second person', () => {
  it('set the amount, say it before a change is made, and say that it waits', async () => {
    await change(finn, '/budgets/second-person/USD', { amount: '1000', reason: 'four eyes' });
    const { page } = await lookAt(finn, `${design}/top-up`, { amount: '2000', reason: 'a launch' });
    expect(page.text).toContain('What comes to more than $1,000.00');

    const answer = await change(finn, `${design}/top-up`, { amount: '2000', reason: 'a launch' });

    expect(answer.location).toBe(`${design}?said=proposed`);
    expect((await finn.get(`${design}?said=proposed`)).text).toContain('It waits for a second person now.');
  });

  it('show it to those who may confirm it, on the overview and among the budgets, and nobody else', async () => {
    const path = await waiting();

    for (const where of ['/overview', '/budgets']) {
      const { text } = await zoe.get(where);
      expect(text).toContain('Top up Design by $2,000.00');
      expect(text).toContain(path);
    }
    expect((await finn.get('/overview')).text).not.toContain(path);
    expect((await dan.get('/overview')).text).not.toContain(path);
    const morgan = await site.signIn('morgan');
    expect((await morgan.get('/budgets')).text).not.toContain('Top up Design');
    expect((await morgan.get(path)).status).toBe(403);
  });

  it('show before and after as it is now, and a press that confirms it only to somebody else', async () => {
    const path = await waiting();

    const { text } = await zoe.get(path);
    expect(text).toMatch(/\$0\.00.*\$2,000\.00/su);
    expect(text).toContain('Confirm this change');
    expect((await finn.get(path)).text).toContain('You proposed this, so somebody else confirms it.');
    expect((await finn.get(path)).text).not.toContain('Confirm this change');
    expect((await dan.get(path)).text).toContain('You gain by this');
    expect((await dan.post(`${path}/confirm`, {})).status).toBe(409);
    expect((await finn.post(`${path}/confirm`, {})).text).toContain('You proposed this yourself');
  });

  it('decline it only with a reason', async () => {
    const path = await waiting();

    expect((await zoe.post(`${path}/decline`, { reason: '' })).text).toContain('Say why you decline it');
    expect((await zoe.post(`${path}/decline`, { reason: 'too much' })).location).toBe(
      '/budgets?said=declined',
    );
    expect((await zoe.get(path)).status).toBe(404);
  });

  it('confirm a budget once it was looked at, and show both people on the department’s page', async () => {
    await change(finn, `${design}/amount`, { amount: '3000', reason: 'growth' });
    const path = await waiting();
    expect((await zoe.get(path)).text).toContain('$3,000.00');

    expect((await zoe.post(`${path}/confirm`, {})).location).toBe('/budgets?said=confirmed');

    const { text } = await finn.get(design);
    expect(text).toContain('Finn Adeyemi, confirmed by Zoe Admin');
    expect((await zoe.post(`${path}/confirm`, {})).status).toBe(404);
  });

  it('say that it is outdated where somebody set it meanwhile', async () => {
    await change(finn, `${design}/amount`, { amount: '4000', reason: 'growth' });
    const path = await waiting();
    await change(zoe, `${design}/amount`, { amount: '100', reason: 'less' });

    const { text } = await zoe.get(path);

    expect(text).toContain('What it was based on has changed');
    expect(text).not.toContain('Confirm this change');
    expect((await finn.post(`${path}/withdraw`, {})).location).toBe('/budgets?said=withdrawn');
  });

  it('let rules and an allowance wait too', async () => {
    await change(finn, `${design}/rules`, { giftMax: '500', reason: 'a limit' });
    await change(finn, `${design}/rules`, { giftMax: '5000', reason: 'a higher one' });
    const rules = await waiting();
    expect((await zoe.get(rules)).text).toMatch(/\$500\.00.*\$5,000\.00/su);
    expect((await zoe.post(`${rules}/confirm`, {})).location).toBe('/budgets?said=confirmed');

    const { id } = await site.company.person('dana');
    await change(finn, `${design}/allowances/${id}`, { amount: '100', reason: 'a limit' });
    await change(finn, `${design}/allowances/${id}`, { amount: '2500', reason: 'more' });
    const allowance = await waiting();
    expect((await zoe.get(allowance)).text).toMatch(/\$100\.00.*\$2,500\.00/su);
  });
});
