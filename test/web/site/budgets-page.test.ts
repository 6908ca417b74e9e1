import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { change, lookAt, steppedUp } from './change-form.ts';
import { openSite, type Site, type Visitor } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const ATTACK = '<img src=x onerror=alert(1)>';

let site: Site;
let finn: Visitor;
let design: string;
let engineering: string;
beforeAll(async () => {
  site = await openSite(database.db);
  await site.core.app.people.import(site.company.organization, [
    personRow('Finn Adeyemi', 'People', 'finance'),
    personRow('Ada Stone', 'Engineering', 'approver'),
    personRow('Tess Quick', ATTACK, 'manager'),
  ]);
  finn = await steppedUp(site, 'finn');
  design = `/budgets/${(await site.company.department('Design')).id}`;
  engineering = `/budgets/${(await site.company.department('Engineering')).id}`;
});

function pathOf(id: string): string {
  return `/budgets/${id}`;
}

describe('the page of budgets', () => {
  it('shows a manager the budget of their own department alone, and nothing to change', async () => {
    const morgan = await site.signIn('morgan');

    const { text } = await morgan.get('/budgets');
    const other = await morgan.get(design);
    const own = await morgan.get(engineering);

    expect(text).toContain('Engineering');
    expect(text).not.toContain('Design');
    expect(other.status).toBe(404);
    expect(own.status).toBe(200);
    expect(own.text).not.toContain('/amount');
    expect((await morgan.get(`${engineering}/amount`)).status).toBe(403);
  });

  it('shows HR every department, and nothing to change', async () => {
    const priya = await site.signIn('priya');

    const { text } = await priya.get('/budgets');

    expect(text).toContain('Engineering');
    expect(text).toContain('Design');
    expect(text).not.toContain('/amount');
    expect(text).not.toContain('Rules for all departments');
    expect((await priya.get('/budgets/rules/USD')).status).toBe(403);
  });

  it('says what was given of what and what is left, and what has no budget', async () => {
    await site.company.give('dana', 'mallory', '50');

    const { text } = await finn.get('/budgets');

    expect(text).toContain('$50.00 of $200.00 given, $150.00 left.');
    expect(text).toContain('No budget yet, so nobody can give from it.');
    expect(text).toContain('Set a budget for &lt;img');
    expect(text).not.toContain('Set a budget for People');
    expect(text).not.toContain(ATTACK);
  });

  it('finds departments by name and by what is the matter with them', async () => {
    const named = await finn.get('/budgets?q=DESI');
    const without = await finn.get('/budgets?show=none');
    const odd = await finn.get('/budgets?q=zzz&q=y&show[]=1&sort=__proto__&page=-3');

    expect(named.text).toContain(design);
    expect(named.text).not.toContain(engineering);
    expect(without.text).not.toContain(design);
    expect(odd.status).toBe(200);
    expect(odd.text).toContain('No department matches.');
  });

  it('knows no department of another organization, and none that is no id', async () => {
    const stranger = await openSite(database.db);
    const foreign = await stranger.company.department('Design');

    expect((await finn.get(pathOf(foreign.id))).status).toBe(404);
    expect((await finn.get(`${pathOf(foreign.id)}/amount`)).status).toBe(404);
    expect((await finn.get('/budgets/nothing')).status).toBe(404);
    expect((await finn.get('/budgets/rules/XXXX')).status).toBe(404);
  });
});

describe('a change of a budget', () => {
  it('shows before and after, is done by one button, and is on record with its reason', async () => {
    const path = `${design}/amount`;
    const { page, button } = await lookAt(finn, path, { amount: '300', reason: `for ${ATTACK}` });
    const before = await site.company.left('Design');

    const saved = await finn.post(path, button);

    expect(page.text).toContain('Give Design $300.00 a month');
    expect(page.text).toContain('$200.00');
    expect(before).toBe(15_000n);
    expect(saved).toMatchObject({ status: 303, location: `${design}?said=set` });
    expect(await site.company.left('Design')).toBe(25_000n);
    const { text } = await finn.get(design);
    expect(text).toContain('Set the budget to $300.00 a month (it was $200.00).');
    expect(text).toContain('Finn Adeyemi');
    expect(text).toContain('for &lt;img');
    expect(text).not.toContain(ATTACK);
  });

  it('is done once, however often its button is pressed', async () => {
    const path = `${design}/top-up`;
    const { button } = await lookAt(finn, path, { amount: '40', reason: 'a launch' });

    const pressed = await Promise.all([finn.post(path, button), finn.post(path, button)]);
    const late = await finn.post(path, button);

    expect([...pressed, late].map(({ status }) => status)).toEqual([303, 303, 303]);
    const { text } = await finn.get(design);
    expect(text).toContain('$40.00 on top');
    expect(text.match(/Added \$40\.00 once\./gu)).toHaveLength(1);
  });

  it('of an amount is done once as well, and says nothing else', async () => {
    const path = `${design}/amount`;
    const { button } = await lookAt(finn, path, { amount: '310', reason: 'twice' });

    const pressed = await Promise.all([finn.post(path, button), finn.post(path, button)]);

    expect(pressed.map(({ location }) => location)).toEqual([`${design}?said=set`, `${design}?said=set`]);
    expect((await finn.get(design)).text.match(/Set the budget to \$310\.00/gu)).toHaveLength(1);
  });

  it('is refused when somebody changed it meanwhile, and shows how it is now', async () => {
    const path = `${design}/amount`;
    const { button } = await lookAt(finn, path, { amount: '500', reason: 'mine' });
    await site.company.setBudget('Design', 32_000n);

    const refused = await finn.post(path, button);

    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Somebody changed this while you were at it.');
    expect(refused.text).toContain('value="320.00"');
    expect((await finn.get(design)).text).toContain('$320.00 a month');
  });

  it('lets one of two people win who press at once', async () => {
    await site.core.app.people.import(site.company.organization, [
      personRow('Fay Zhou', 'Engineering', 'finance'),
    ]);
    const fay = await steppedUp(site, 'fay');
    const path = `${design}/amount`;
    const [mine, hers] = [
      await lookAt(finn, path, { amount: '400', reason: 'finn' }),
      await lookAt(fay, path, { amount: '450', reason: 'fay' }),
    ];

    const pressed = await Promise.all([finn.post(path, mine.button), fay.post(path, hers.button)]);

    expect(new Set(pressed.map(({ status }) => status))).toEqual(new Set([303, 409]));
  });

  it('says beside the field what is wrong, and keeps what was typed', async () => {
    const unclear = await lookAt(finn, `${design}/amount`, { amount: '1.000', reason: '' });
    const euros = await lookAt(finn, `${design}/top-up`, { amount: '9 €', reason: 'x' });
    const nothing = await lookAt(finn, `${design}/freeze`, { reason: 'x'.repeat(501) });
    const same = await lookAt(finn, `${design}/amount`, { reason: 'why not' });

    expect(unclear.page.status).toBe(400);
    expect(unclear.page.text).toContain('id="amount-error"');
    expect(unclear.page.text).toContain('value="1.000"');
    expect(unclear.page.text).toContain('Say why, in a few words.');
    expect(euros.page.text).toContain('id="amount-error"');
    expect(nothing.page.text).toContain('It has room for 500 characters.');
    expect(same.page.text).toContain('nothing would change');
  });

  it('refuses what the budget refuses before its button is shown', async () => {
    const { page, button } = await lookAt(finn, `${design}/amount`, { amount: '10', reason: 'less' });

    expect(page.status).toBe(409);
    expect(page.text).toContain('$50.00');
    expect(button['step']).toBeUndefined();
  });

  it('moves money between departments, never more than is left', async () => {
    const path = `${engineering}/move`;
    const { id } = await site.company.department('Design');
    const tooMuch = await lookAt(finn, path, { amount: '100000', to: id, reason: 'party' });
    const nowhere = await lookAt(finn, path, { amount: '5', to: 'nowhere', reason: 'party' });
    const before = [await site.company.left('Engineering'), await site.company.left('Design')] as const;

    const moved = await change(finn, path, { amount: '25', to: id, reason: 'party' });

    expect(tooMuch.page.status).toBe(409);
    expect(nowhere.page.text).toContain('Choose where it goes.');
    expect(moved.location).toBe(`${engineering}?said=moved`);
    expect(await site.company.left('Engineering')).toBe(before[0] - 2_500n);
    expect(await site.company.left('Design')).toBe(before[1] + 2_500n);
  });

  it('freezes and unfreezes, and a second press does not turn it around', async () => {
    const path = `${design}/freeze`;
    const { button } = await lookAt(finn, path, { reason: 'audit' });
    await finn.post(path, button);
    await finn.post(path, button);
    const { refusal } = await site.company.give('dana', 'mallory', '1');
    const frozen = await finn.get('/budgets?show=frozen');

    await change(finn, path, { reason: 'audit is over' });

    expect(refusal?.kind).toBe('budget-frozen');
    expect(frozen.text).toContain(design);
    expect((await site.company.give('dana', 'mallory', '1')).refusal).toBeNull();
    expect((await finn.get(design)).text).toContain('audit is over');
  });

  it('sets an allowance, which counts what was given, and takes it away again', async () => {
    const { id } = await site.person('dana');
    const path = `${design}/allowances/${id}`;

    await change(finn, path, { amount: '60', reason: 'new here' });
    const { refusal } = await site.company.give('dana', 'mallory', '30');
    const page = await finn.get(design);
    await change(finn, path, { amount: '', reason: 'settled in' });

    expect(refusal?.kind).toBe('over-allowance');
    expect(page.text).toContain('set for them alone');
    expect(page.text).toContain('Let Dana Weiss give $60.00 a period.');
    expect((await site.company.give('dana', 'mallory', '30')).refusal).toBeNull();
  });
});

describe('what is asked of finance, and what earlier periods left', () => {
  it('lists who asks for more money, and leads to the page where it is decided', async () => {
    const dana = await site.person('dana');
    const { id: recognitionId } = await site.company.give('dana', 'mallory', '40000', {
      message: `for ${ATTACK}`,
    });
    const asked = await site.core.app.approval.requestFunds({ person: dana, recognitionId });
    const approvalId = asked.ok ? asked.value.id : '';
    const priya = await site.signIn('priya');
    const morgan = await site.signIn('morgan');

    const { text } = await finn.get('/budgets');
    const opened = await finn.post(`/budgets/funds/${approvalId}`);
    const others = [
      await priya.post(`/budgets/funds/${approvalId}`),
      await morgan.post(`/budgets/funds/${approvalId}`),
    ];

    expect(text).toContain('1 request for more money waits for you');
    expect(text).toContain('for &lt;img');
    expect(opened.status).toBe(303);
    expect((await finn.get(opened.location ?? '')).text).toContain('Dana Weiss');
    expect(others.map(({ status }) => status)).toEqual([404, 404]);
    expect((await priya.get('/budgets')).text).not.toContain('waits for you');
  });

  it('clears periods that are over, and writes off what was overspent', async () => {
    const other = await openSite(database.db);
    await other.core.app.people.import(other.company.organization, [
      personRow('Finn Adeyemi', 'People', 'finance'),
    ]);
    const theirs = pathOf((await other.company.department('Design')).id);
    await other.company.give('dana', 'mallory', '50');
    other.core.clock.advance(31 * DAY_MS);
    const hers = await steppedUp(other, 'finn');
    const page = await hers.get(theirs);

    const nothing = await lookAt(hers, `${theirs}/write-off`, { reason: 'audit' });
    const home = await lookAt(hers, `${theirs}/bring-home`, {});
    const pressed = [
      await hers.post(`${theirs}/bring-home`, home.button),
      await hers.post(`${theirs}/bring-home`, home.button),
    ];

    expect(page.text).toContain('Clear earlier periods');
    expect(home.page.text).toContain('holds $150.00');
    expect(home.page.text).toContain('$150.00 back to funding');
    expect(pressed.map(({ location }) => location)).toEqual([`${theirs}?said=home`, `${theirs}?said=home`]);
    expect((await hers.get(theirs)).text.match(/Cleared \$150\.00/gu)).toHaveLength(1);
    expect(nothing.page.status).toBe(409);
  });
});

describe('nobody widens what they give from themselves', () => {
  it('is told to a person of the department, with who could be asked', async () => {
    const own = pathOf((await site.company.department('People')).id);

    const refused = await Promise.all(
      ['amount', 'top-up', 'rules', 'write-off'].map((what) => finn.get(`${own}/${what}`)),
    );
    const page = await finn.get(own);

    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(refused[0]?.text).toContain('Nobody raises what they give from themselves');
    expect(refused[0]?.text).toContain('Fay Zhou');
    expect(refused[0]?.text).not.toContain('You can ask Zoe');
    expect(page.text).toContain('This is your own department');
    expect(page.text).not.toContain(`${own}/amount`);
  });

  it('holds for posts past the form, for their own allowance, and for money moved to them', async () => {
    const zoe = await steppedUp(site, 'zoe');
    const { id: people } = await site.company.department('People');
    await site.company.setBudget('People', 1_000n);
    const { id } = await site.person('zoe');
    const sent = { amount: '9000', period: 'month', fiscalStart: '1', limit: 'soft', reason: 'mine' };
    const press = { ...sent, step: 'save', id: site.core.newId(), seen: '' };

    const amount = await zoe.post(`${pathOf(people)}/amount`, press);
    const allowance = await zoe.post(`${pathOf(people)}/allowances/${id}`, press);
    const move = await zoe.post(`${design}/move`, { ...press, amount: '5', to: people });

    expect([amount.status, allowance.status, move.status]).toEqual([403, 403, 409]);
    expect(await site.company.left('People')).toBe(1_000n);
  });
});

describe('a change of rules', () => {
  it('shows what changes for whom, and makes of it a rule of its own', async () => {
    const path = `${design}/rules`;
    const { page, button } = await lookAt(finn, path, {
      giftMax: '40',
      undoMinutes: '10',
      reason: 'smaller gifts',
    });

    await finn.post(path, button);

    expect(page.text).toContain('One gift, at most');
    expect(page.text).toContain('no limit');
    expect(page.text).toContain('$40.00');
    expect(page.text).toContain('In Design, 1 person gives from it.');
    expect((await site.company.give('dana', 'mallory', '41')).refusal?.kind).toBe('gift-too-large');
    expect((await site.company.give('morgan', 'alice', '41')).refusal).toBeNull();
    const { text } = await finn.get(design);
    expect(text).toContain('One gift, at most: $40.00 (it was: no limit).');
    expect(text.match(/its own/gu)).toHaveLength(2);
  });

  it('shows what the last requests would have come to, and which of them differ', async () => {
    const { page } = await lookAt(finn, `${engineering}/rules`, { giftMax: '40', reason: 'smaller' });
    const { page: same } = await lookAt(finn, `${engineering}/rules`, { undoMinutes: '9', reason: 'longer' });

    expect(page.text).toContain('1 of them comes to something else by the new rules.');
    expect(page.text).toContain('1 more is refused: the gift is too large.');
    expect(page.text).toContain('Refused: the gift is too large');
    expect(page.text).toContain('Alice Ito');
    expect(same.text).toContain('All of them come to the same by the new rules.');
  });

  it('for all says which departments follow and which keep their own', async () => {
    const { page, button } = await lookAt(finn, '/budgets/rules/USD', { giftMax: '45', reason: 'for all' });
    await finn.post('/budgets/rules/USD', button);

    expect(page.text).toContain('department keeps its own rules: Design');
    expect(page.text).toContain('Engineering');
    expect((await site.company.give('morgan', 'alice', '46')).refusal?.kind).toBe('gift-too-large');
    expect((await site.company.give('dana', 'mallory', '41')).refusal?.kind).toBe('gift-too-large');
  });

  it('is refused when the rules that a department follows have changed meanwhile', async () => {
    const path = `${design}/rules`;
    const { button } = await lookAt(finn, path, { undoMinutes: '20', reason: 'late' });
    await change(finn, '/budgets/rules/USD', { giftMax: '50', reason: 'more' });

    const refused = await finn.post(path, button);

    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Somebody changed this while you were at it.');
  });

  it('drops the rules of a department, which follows the others again', async () => {
    await change(finn, `${design}/rules`, { clear: 'yes', reason: 'alike' });

    expect((await site.company.give('dana', 'mallory', '41')).refusal).toBeNull();
    expect((await finn.get(design)).text).not.toContain('its own<');
  });

  it('refuses rules that contradict each other, and fields that cannot be read', async () => {
    const path = `${design}/rules`;
    const against = await lookAt(finn, path, { giftMin: '90', reason: 'odd' });
    const wrong = await lookAt(finn, path, {
      approvalHours: '0',
      claimDays: '-1',
      pairShare: '40',
      postIn: '#general',
      'allowance-manager': 'much',
      reason: 'odd',
    });

    expect(against.page.status).toBe(409);
    for (const field of ['approvalHours', 'claimDays', 'pairFrom', 'postIn', 'allowance-manager'])
      expect(wrong.page.text).toContain(`id="${field}-error"`);
  });

  it('takes every rule, and changes none that stands as it is', async () => {
    const path = `${design}/rules`;
    const typed = {
      giftMin: '1',
      'allowance-manager': '500',
      allowancePerReport: '5',
      recipientYear: '1000',
      pairShare: '90',
      pairFrom: '400',
      pairExcess: 'stop',
      guests: 'approval',
      approvalOver: '49',
      'approvalOverRole-manager': '48',
      approvalHours: '48',
      remindHours: '12',
      confirmOver: '45',
      claimDays: '365',
      giftKind: 'recipient-chooses',
      postIn: 'slack:C024BE91L',
      postAmount: 'shown',
      reason: 'all of it',
    };
    const saved = await change(finn, path, typed);
    const again = await lookAt(finn, path, { reason: 'again' });

    expect(saved.status).toBe(303);
    expect(again.page.text).toContain('nothing would change');
    const { id } = await site.company.department('Design');
    const found = await site.core.app.queries.budget.getRules(await site.person('finn'), {
      departmentId: id,
      currency: 'USD',
    });
    expect(found).toMatchObject({
      ok: true,
      value: {
        rules: {
          pairShare: { maxPercent: 90, fromMinor: 40_000n, onExcess: 'stop' },
          allowanceMinor: { manager: 50_000n },
          approvalOverByRoleMinor: { manager: 4_800n },
          claimDays: 365,
          postAmount: true,
        },
      },
    });
  });
});
