import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { must } from '#src/domain/kit/must.ts';
import { operatorOf } from '#test/helpers/reads.ts';
import { change, fieldsOf, lookAt, steppedUp } from './change-form.ts';
import { openSite, type Site, type Visitor } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let site: Site;
let finn: Visitor;
let zoe: Visitor;
let design: string;
beforeAll(async () => {
  site = await openSite(database.db);
  await site.core.app.people.import(site.company.organization, [
    personRow('Finn Adeyemi', 'People', 'finance'),
    personRow('Zoe Admin', 'People', 'admin'),
  ]);
  const department = await site.company.department('Design');
  await site.core.app.people.setDepartment({
    department,
    changes: { timeZone: 'Pacific/Auckland' },
    actorId: null,
  });
  [finn, zoe] = [await steppedUp(site, 'finn'), await steppedUp(site, 'zoe')];
  design = `/budgets/${department.id}`;
});

async function plans() {
  return site.core.app.queries.budget.listPlans(operatorOf(site.company.organization.id));
}

describe('the forms of rules, allowances and budgets', () => {
  it('say before it is planned what changes, from when on, and what the last requests would have come to', async () => {
    const typed = { giftMax: '40', from: '2027-01-01', reason: 'a new year' };
    const { page } = await lookAt(finn, `${design}/rules`, typed);

    expect(page.text).toContain('It begins on January 1, 2027. Until then nothing changes');
    expect(page.text).toContain('from January 1, 2027</button>');
    expect(page.text).toContain('$40.00');
    expect(page.text).toContain('New requests are decided by them from then on.');
    expect(await plans()).toEqual([]);
  });

  it('plan rules from midnight in the department’s zone on, once, and list them on its page', async () => {
    const typed = { giftMax: '40', from: '2027-01-01', reason: 'a new year' };
    const { button } = await lookAt(finn, `${design}/rules`, typed);
    const answers = [await finn.post(`${design}/rules`, button), await finn.post(`${design}/rules`, button)];

    expect(answers.map(({ location }) => location)).toEqual([
      `${design}?said=planned`,
      `${design}?said=planned`,
    ]);
    expect(await plans()).toMatchObject([{ from: new Date('2026-12-31T11:00:00Z'), reason: 'a new year' }]);
    const { text } = await finn.get(`${design}?said=planned`);
    expect(text).toContain('It is planned. Until that day nothing changes.');
    expect(text).toContain('Planned changes');
    expect(text).toContain('One gift, at most: $40.00.');
    expect(text).toContain('Planned from January 1, 2027: Change the rules of Design');
    const dana = await site.signIn('dana');
    expect((await dana.get(design)).text).toContain('Planned changes');
    expect((await dana.get(design)).text).not.toContain('/budgets/plans/');
  });

  it('plan a budget, an allowance and the rules of all', async () => {
    const mallory = await site.person('dana');
    const made = [
      await change(finn, `${design}/amount`, { amount: '300', from: '2026-12-01', reason: 'more' }),
      await change(finn, `${design}/allowances/${mallory.id}`, {
        amount: '70',
        from: '2026-12-24',
        reason: 'a feast',
      }),
      await change(finn, '/budgets/rules/USD', { undoMinutes: '9', from: '2027-02-01', reason: 'slower' }),
    ];

    expect(made.map(({ location }) => location?.split('?')[1])).toEqual(
      Array.from({ length: 3 }, () => 'said=planned'),
    );
    const { text } = await zoe.get('/budgets');
    expect(text).toContain('Set the budget of Design to $300.00');
    expect(text).toContain('Set the allowance of Dana Weiss to $70.00');
    expect(text).toContain('Change the rules of all departments in USD');
  });

  it('refuse a day that has begun, one that cannot be read, and a budget that begins amid a period', async () => {
    const past = await lookAt(finn, `${design}/rules`, {
      giftMax: '5',
      from: '2026-11-16',
      reason: 'x',
    });
    const odd = await lookAt(finn, `${design}/rules`, { giftMax: '5', from: 'soon', reason: 'x' });
    const amid = await lookAt(finn, `${design}/amount`, { amount: '5', from: '2026-12-15', reason: 'x' });

    expect(past.page.status).toBe(400);
    expect(past.page.text).toContain('That day has begun already.');
    expect(past.page.text).toContain('value="2026-11-16"');
    expect(odd.page.text).toContain('This could not be read.');
    expect(amid.page.status).toBe(409);
    expect(amid.page.text).toContain('The next two are December 1, 2026 and January 1, 2027.');
  });
});

describe('following the organization again', () => {
  it('is offered where a plan gives a department rules of its own, from that day on', async () => {
    await site.core.app.people.import(site.company.organization, [personRow('Oslo Berg', 'Oslo', 'manager')]);
    const { id: departmentId } = await site.company.department('Oslo');
    const path = `/budgets/${departmentId}/rules`;
    const without = await finn.get(path);
    await change(finn, path, { giftMax: '40', from: '2027-01-01', reason: 'a new year' });

    const { opened, page: early } = await lookAt(finn, path, { clear: 'yes', reason: 'as all do' });
    const late = await lookAt(finn, path, { clear: 'yes', from: '2027-02-01', reason: 'as all do' });
    const looked = await finn.post(path, late.button);
    const saved = await finn.post(path, fieldsOf(looked.text, path));

    expect(without.text).not.toContain('Drop its own rules');
    expect(opened.text).toContain('By plan it gets rules of its own on January 1, 2027');
    expect(early.status).toBe(400);
    expect(early.text).toContain('It has no rules of its own before January 1, 2027');
    expect(looked.text).toContain('from February 1, 2027</button>');
    expect(saved.location).toContain('?said=planned');
    const cleared = expect.objectContaining({ kind: 'rules', departmentId, rules: 'cleared' });
    expect((await plans()).map((plan) => plan.change)).toContainEqual(cleared);
  });
});

describe('a form that is filled in for a later day', () => {
  let vienna: string;
  beforeAll(async () => {
    await site.core.app.people.import(site.company.organization, [
      personRow('Vera Lund', 'Vienna', 'manager'),
    ]);
    const department = await site.company.department('Vienna');
    vienna = `/budgets/${department.id}`;
    await change(finn, `${vienna}/amount`, { amount: '200', carryOver: '20', reason: 'to begin with' });
    await change(finn, `${vienna}/rules`, { giftMax: '50', undoMinutes: '4', reason: 'to begin with' });
  });

  /** What is planned for Vienna, the newest last. */
  async function plannedHere() {
    return (await plans()).filter(
      ({ change: one }) => 'departmentId' in one && vienna.endsWith(one.departmentId ?? '-'),
    );
  }

  it('understands what was left as it is as what holds then: rules that are planned before it stay', async () => {
    await change(finn, `${vienna}/rules`, { giftMax: '80', from: '2027-01-01', reason: 'a feast' });
    const typed = { undoMinutes: '9', from: '2027-02-01', reason: 'longer' };
    const first = await lookAt(finn, `${vienna}/rules`, typed);
    const second = await finn.post(`${vienna}/rules`, first.button);
    const saved = await finn.post(`${vienna}/rules`, fieldsOf(second.text, `${vienna}/rules`));

    expect(first.page.status).toBe(409);
    expect(first.page.text).toContain('Something else will hold on that day.');
    expect(first.button).toMatchObject({ ...typed, giftMax: '80.00', shownFor: '2027-02-01' });
    expect(second.text).toContain('9 minutes');
    expect(second.text).not.toContain('$80.00');
    expect(saved.location).toBe(`${vienna}?said=planned`);
    expect((await plannedHere()).map(({ change: one }) => one)).toMatchObject([
      { kind: 'rules', rules: { giftMaxMinor: 8_000n } },
      { kind: 'rules', rules: { undoMinutes: 9 } },
    ]);
    expect((await plannedHere()).at(-1)?.change).not.toHaveProperty('rules.giftMaxMinor');
  });

  it('goes back on a later day to what holds now, where that is typed', async () => {
    const { button } = await lookAt(finn, `${vienna}/rules`, { from: '2027-03-01', reason: 'over' });
    const looked = await finn.post(`${vienna}/rules`, { ...button, giftMax: '50' });
    const saved = await finn.post(`${vienna}/rules`, fieldsOf(looked.text, `${vienna}/rules`));

    expect(button['giftMax']).toBe('80.00');
    expect(looked.text).toMatch(/\$80\.00.*\$50\.00/su);
    expect(saved.location).toBe(`${vienna}?said=planned`);
    expect((await plannedHere()).at(-1)).toMatchObject({ change: { rules: { giftMaxMinor: 5_000n } } });
  });

  it('takes a limit away from that day on where its field is cleared, and says so', async () => {
    const { button } = await lookAt(finn, `${vienna}/rules`, {
      giftMax: '',
      from: '2027-04-01',
      reason: 'free',
    });
    const now = await finn.get(`${vienna}/rules`);

    expect(button).toMatchObject({ giftMax: '', undoMinutes: '9' });
    const looked = await finn.post(`${vienna}/rules`, button);
    expect(looked.text).toMatch(/\$50\.00.*no limit/su);
    expect(fieldsOf(now.text, `${vienna}/rules`)['giftMax']).toBe('50.00');
  });

  it('keeps of a budget what is planned before it, and what was left as it is', async () => {
    await change(finn, `${vienna}/amount`, { amount: '300', from: '2027-01-01', reason: 'a feast' });
    const typed = { carryOver: '30', from: '2027-02-01', reason: 'more' };
    const { page, button } = await lookAt(finn, `${vienna}/amount`, typed);
    const looked = await finn.post(`${vienna}/amount`, button);
    const saved = await finn.post(`${vienna}/amount`, fieldsOf(looked.text, `${vienna}/amount`));

    expect([page.status, looked.status]).toEqual([409, 200]);
    expect(looked.text).toMatch(/\$20\.00.*\$30\.00/su);
    expect(saved.location).toBe(`${vienna}?said=planned`);
    expect((await plannedHere()).find(({ reason }) => reason === 'more')).toMatchObject({
      change: { kind: 'budget', amountMinor: 30_000n, carryCapMinor: 3_000n },
    });
  });

  it('shows again what holds now, with what was changed, where the day is taken out', async () => {
    const there = await lookAt(finn, `${vienna}/amount`, { limit: 'soft', from: '2027-02-01', reason: 'x' });
    const back = await finn.post(`${vienna}/amount`, { ...there.button, from: '' });

    expect(back.status).toBe(409);
    expect(back.text).toContain('Something else holds now than on that day.');
    expect(fieldsOf(back.text, `${vienna}/amount`)).toMatchObject({
      amount: '200.00',
      carryOver: '20.00',
      limit: 'soft',
      shownFor: '',
    });
  });

  it('plans nothing where nothing is changed', async () => {
    const given = await site.person('vera');
    const path = `${vienna}/allowances/${given.id}`;
    const { page } = await lookAt(finn, path, { from: '2027-01-01', reason: 'x' });

    expect(page.text).toContain('This is how it is already');
  });

  it('overwrites nothing that somebody else planned, set or withdrew meanwhile, and keeps the day and why', async () => {
    const typed = { undoMinutes: '7', from: '2026-12-20', reason: 'mine' };
    const { button } = await lookAt(finn, `${vienna}/rules`, typed);
    const stale = fieldsOf((await finn.get(`${vienna}/rules`)).text, `${vienna}/rules`);
    const before = (await plannedHere()).length;
    await change(zoe, `${vienna}/rules`, { claimDays: '90', from: '2026-12-10', reason: 'theirs' });

    const pressed = await finn.post(`${vienna}/rules`, button);
    const looked = await finn.post(`${vienna}/rules`, { ...stale, ...typed });

    for (const { status, text } of [pressed, looked]) {
      expect(status).toBe(409);
      expect(text).toContain('Somebody changed this while you were at it.');
      const now = { from: '2026-12-20', reason: 'mine', claimDays: '90', undoMinutes: '4' };
      expect(fieldsOf(text, `${vienna}/rules`)).toMatchObject({ ...now, shownFor: '2026-12-20' });
    }
    expect(await plannedHere()).toHaveLength(before + 1);
  });
});

describe('a planned change', () => {
  it('is withdrawn with a reason, and is gone from the page but not from the record', async () => {
    const plan = must(
      (await plans()).find(({ reason }) => reason === 'slower'),
      'plan',
    );
    const path = `/budgets/plans/${plan.id}`;
    expect((await finn.get('/budgets')).text).toContain(path);

    const without = await lookAt(finn, path, { reason: '' });
    const answer = await change(finn, path, { reason: 'not this year' });

    expect(without.page.text).toContain('Say why, in a few words.');
    expect(answer.location).toBe('/budgets?said=plan-withdrawn');
    expect((await finn.get('/budgets')).text).not.toContain(path);
    expect((await finn.get(path)).status).toBe(404);
    expect((await finn.get(design)).text).toContain('Withdrew what was planned from');
  });

  it('is shown to a second person as it would be, who confirms it', async () => {
    await change(finn, '/budgets/second-person/USD', { amount: '400', reason: 'four eyes' });
    const typed = { amount: '500', from: '2027-01-01', reason: 'growth' };
    const asked = await change(finn, `${design}/amount`, typed);
    expect(asked.location).toBe(`${design}?said=proposed`);
    const now = { now: site.core.clock.now() };
    const operator = operatorOf(site.company.organization.id);
    const [proposal] = await site.core.app.queries.budget.listProposals(operator, now);
    const path = `/budgets/proposals/${must(proposal, 'proposal').id}`;

    const { text } = await zoe.get(path);
    const answer = await zoe.post(`${path}/confirm`, {});

    expect(text).toContain('From January 1, 2027: Set the budget of Design to $500.00');
    expect(text).toContain('$300.00');
    expect(answer.location).toBe('/budgets?said=confirmed');
    expect((await zoe.get(design)).text).toContain('January 1, 2027');
    expect(
      (await plans()).some(({ change: one }) => one.kind === 'budget' && one.amountMinor === 50_000n),
    ).toBe(true);
  });

  it('is shown to a second person over what holds by then, also where a command left the rest as it is', async () => {
    const department = await site.company.department('Vienna');
    const { id: actorId } = await site.person('finn');
    const from = new Date('2027-03-01T00:00:00Z');
    await site.core.app.budget.set({ department, amountMinor: 90_000n, from, actorId });
    const operator = operatorOf(site.company.organization.id);
    const waiting = await site.core.app.queries.budget.listProposals(operator, {
      now: site.core.clock.now(),
    });
    const { text } = await zoe.get(`/budgets/proposals/${must(waiting.at(-1), 'proposal').id}`);

    expect(text).toMatch(/\$300\.00.*\$900\.00/su);
    expect(text).not.toContain('$20.00');
    expect(text).not.toContain('$30.00');
  });
});
