import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '#src/domain/people/person.ts';
import type { Role } from '#src/domain/people/roles.ts';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import { openSite, type Site, type Visitor } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let site: Site;
/** HR and an admin, each with a fresh second factor. */
let priya: Visitor;
let zoe: Visitor;
beforeEach(async () => {
  site = await openSite(database.db);
  await site.core.app.people.import(site.company.organization, [
    personRow('Max Admin', 'People', 'admin'),
    personRow('Finn Adeyemi', 'People', 'finance'),
  ]);
  priya = await comeWithFactor('priya');
  zoe = await comeWithFactor('zoe');
});

async function comeWithFactor(who: string): Promise<Visitor> {
  const phone = await enrol(site.core, await site.person(who));
  const visitor = await site.signIn(who);
  await visitor.post('/second-factor/code', { code: phone.shows() });
  return visitor;
}

function hiddenIn(html: string): Record<string, string> {
  const found = html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/gu);
  return Object.fromEntries(Array.from(found, ([, name = '', value = '']) => [name, value]));
}

/** What stands in the form of somebody, with what is typed over it. */
async function formOf(who: Person, typed: Record<string, string>): Promise<Record<string, string>> {
  const { text } = await zoe.get(`/people/${who.id}/edit`);
  return {
    name: who.name,
    email: who.email ?? '',
    department: who.departmentId,
    ...hiddenIn(text),
    ...typed,
  };
}

/** Sends the form of somebody twice, as people do: to look, then to save. */
async function edit(visitor: Visitor, who: string, typed: Record<string, string>) {
  const person = await site.person(who);
  const form = await formOf(person, typed);
  const path = `/people/${person.id}/edit`;
  const looked = await visitor.post(path, form);
  return { looked, saved: await visitor.post(path, { ...form, step: 'save' }) };
}

async function stateOf(who: string) {
  const { name, email, role, isDeactivated, managerId } = await site.person(who);
  return { name, email, role, isDeactivated, managerId };
}

describe('the list of people', () => {
  it('is found by part of a name, an address or a number, however it is written', async () => {
    const { core, company } = site;
    await core.app.people.import(company.organization, [
      { ...personRow('José Núñez', 'Design'), email: 'jn@example.com', employeeNumber: 'E-77', chatIds: [] },
    ]);

    for (const q of ['JOSÉ', 'núñez', 'JN@EXAMPLE', 'e-77', '  josé  ']) {
      const { text } = await priya.get(`/people?q=${encodeURIComponent(q)}`);
      expect(text).toContain('One person');
      expect(text).toContain('José Núñez');
    }
  });

  it('shows only whom each filter means', async () => {
    const { organization } = site.company;
    const bob = await site.person('bob');
    await site.core.app.people.deactivate(organization, { personId: bob.id, actorId: null });
    const design = await site.company.department('Design');

    const inDesign = await priya.get(`/people?department=${design.id}`);
    const managers = await priya.get('/people?role=manager');
    const left = await priya.get('/people?state=left');
    const here = await priya.get('/people');
    const guests = await priya.get('/people?guest=yes');
    const unlinked = await priya.get('/people?linked=no');

    expect(inDesign.text).toContain('Mallory Quint');
    expect(inDesign.text).not.toContain('Alice Ito');
    expect(managers.text).toContain('2 people');
    expect(left.text).toContain('One person has left');
    expect(left.text).toContain('Bob Olsen');
    expect(here.text).not.toContain('Bob Olsen');
    expect(guests.text).toContain('Nobody is like this');
    expect(unlinked.text).toContain('Nobody is like this');
  });

  it('goes on from page to page in the order of names, and shows nobody twice', async () => {
    const rows = Array.from({ length: 120 }, (_, at) =>
      personRow(`P${String(at).padStart(3, '0')} Same`, 'Sales'),
    );
    await site.core.app.people.import(site.company.organization, rows);
    const seen: string[] = [];
    let path: string | undefined = '/people?q=same';
    while (path) {
      const { text } = await priya.get(path);
      seen.push(...Array.from(text.matchAll(/P\d{3} Same/gu), ([name]) => name));
      path = /rel="next" href="([^"]+)"/u.exec(text)?.[1]?.replaceAll('&amp;', '&');
    }

    expect(seen).toEqual(rows.map(({ name }) => name));
  });

  it.each([
    '?q=%00%ED',
    '?after=nobody',
    '?role=king&state=dead',
    '?department=1',
    `?q=${'x'.repeat(3000)}`,
    '?q=a&q=b',
  ])('takes an odd address as if nothing were asked: %s', async (query) => {
    const { status } = await priya.get(`/people${query}`);

    expect(status).toBe(200);
  });

  it('shows a manager their department and reports, and says nothing of others', async () => {
    const morgan = await site.signIn('morgan');
    const [alice, dana] = [await site.person('alice'), await site.person('dana')];

    const { text } = await morgan.get('/people');
    const own = await morgan.get(`/people/${alice.id}`);
    const foreign = await morgan.get(`/people/${dana.id}`);

    expect(text).toContain('Alice Ito');
    expect(text).not.toContain('Dana Weiss');
    expect(text).not.toContain('Add a person');
    expect(own.text).not.toContain('Change Alice Ito');
    expect(own.text).not.toContain('to spend');
    expect(foreign.status).toBe(404);
  });

  it('shows what a name says, and runs nothing of it', async () => {
    const name = '<img src=x onerror=alert(1)>"\'{}';
    await site.core.app.people.import(site.company.organization, [
      { name, department: 'Sales', email: 'odd@example.com', chatIds: [] },
    ]);

    const { text } = await priya.get('/people?q=onerror');

    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(text).not.toContain('<img src=x');
  });
});

describe('changing a person', () => {
  it('shows before and after, and which rights change, and does it only then', async () => {
    const design = await site.company.department('Design');
    const { looked, saved } = await edit(priya, 'alice', {
      email: 'weber@example.com',
      department: design.id,
      manager: 'dana@example.com',
    });
    const alice = await site.person('alice');

    expect(looked.status).toBe(200);
    expect(looked.text).toContain('This changes rights');
    expect(looked.text).toContain('weber@example.com');
    expect(looked.text).toContain('Whoever reads the mail of the new address can sign in as them');
    expect(saved.location).toBe(`/people/${alice.id}?said=changed`);
    expect(alice).toMatchObject({ email: 'weber@example.com', departmentId: design.id });
    expect(alice.managerId).toBe((await site.person('dana')).id);
  });

  it('is nothing yet when it was only looked at', async () => {
    const before = await stateOf('alice');
    const form = await formOf(await site.person('alice'), { name: 'Alice Weber' });
    const { text } = await priya.post(`/people/${(await site.person('alice')).id}/edit`, form);

    expect(text).toContain('Alice Weber');
    expect(await stateOf('alice')).toEqual(before);
  });

  it('is on record, with who did it, and stands on the page', async () => {
    await edit(zoe, 'alice', { role: 'manager' });
    const { id } = await site.person('alice');
    const { text } = await priya.get(`/people/${id}`);

    expect(text).toContain('Role: employee → manager');
    expect(text).toContain('Zoe Admin');
  });

  it('keeps what was typed, with what is wrong beside its field', async () => {
    const { looked } = await edit(priya, 'alice', { name: '', email: 'no address', manager: 'Nobody Ever' });

    expect(looked.status).toBe(400);
    expect(looked.text).toContain('id="name-error"');
    expect(looked.text).toContain('id="email-error"');
    expect(looked.text).toContain('Nobody is called “Nobody Ever”');
    expect(looked.text).toContain('value="no address"');
  });

  it('refuses the address of somebody else, and a manager who would report to themselves', async () => {
    const taken = await edit(priya, 'alice', { email: 'BOB@example.com' });
    const circle = await edit(zoe, 'alice', { manager: 'alice@example.com' });

    expect(taken.saved.text).toContain('is the address of Bob Olsen');
    expect(circle.saved.text).toContain('would lead back to themselves');
    expect((await stateOf('alice')).email).toBe('alice@example.com');
  });

  it('is refused when somebody changed them meanwhile, and shows how they are now', async () => {
    const alice = await site.person('alice');
    const form = await formOf(alice, { name: 'Alice One' });
    await edit(zoe, 'alice', { name: 'Alice Two' });

    const late = await priya.post(`/people/${alice.id}/edit`, { ...form, step: 'save' });

    expect(late.status).toBe(409);
    expect(late.text).toContain('Somebody changed Alice Two in the meantime');
    expect(late.text).toContain('value="Alice Two"');
    expect((await stateOf('alice')).name).toBe('Alice Two');
  });

  it('lets one of two who save at once win', async () => {
    const alice = await site.person('alice');
    const path = `/people/${alice.id}/edit`;
    const [one, two] = [await formOf(alice, { name: 'One' }), await formOf(alice, { name: 'Two' })];

    const saved = await Promise.all([
      priya.post(path, { ...one, step: 'save' }),
      zoe.post(path, { ...two, step: 'save' }),
    ]);

    expect(saved.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409]);
  });

  it('takes a second factor of the last minutes', async () => {
    const alice = await site.person('alice');
    const form = await formOf(alice, { name: 'Alice Weber', step: 'save' });
    const fresh = await site.signIn('priya');

    const { status, location } = await fresh.post(`/people/${alice.id}/edit`, form);

    expect(status).toBe(303);
    expect(location).toMatch(/^\/second-factor\/code/u);
    expect((await stateOf('alice')).name).toBe('Alice Ito');
  });
});

describe('HR', () => {
  it.each<Role>(['manager', 'approver', 'hr', 'finance', 'admin'])(
    'cannot make somebody %s by any form',
    async (role) => {
      const { saved } = await edit(priya, 'alice', { role });
      const design = await site.company.department('Design');
      const added = await priya.post('/people/new', {
        name: 'Nina New',
        email: 'nina@example.com',
        department: design.id,
        role,
        step: 'save',
      });

      expect(saved.text).toContain('Only an admin gives and takes roles');
      expect(added.text).toContain('Only an admin gives and takes roles');
      expect((await stateOf('alice')).role).toBe('employee');
      expect((await priya.get('/people?q=nina')).text).toContain('Nobody is like this');
    },
  );

  it('changes no admin, no address of somebody with a role, and not their own rights', async () => {
    const design = await site.company.department('Design');
    const admin = await edit(priya, 'max', { name: 'Max Weber' });
    const finance = await edit(priya, 'finn', { email: 'priya2@example.com' });
    const own = await edit(priya, 'priya', { department: design.id });

    expect(admin.saved.text).toContain('only an admin changes them');
    expect(finance.saved.text).toContain('only an admin changes it');
    expect(own.saved.text).toContain('Your own rights');
    expect((await stateOf('max')).name).toBe('Max Admin');
    expect((await stateOf('finn')).email).toBe('finn@example.com');
  });

  it('is asked for no roles or accounts, which are not theirs to say', async () => {
    const { id } = await site.person('alice');
    const form = await priya.get(`/people/${id}/edit`);
    const page = await priya.get(`/people/${id}`);

    expect(form.text).not.toContain('name="role"');
    expect(form.text).toContain('Only admins give and take roles');
    expect(page.text).not.toContain('Link a chat account');
    expect((await priya.get(`/people/${id}/link`)).status).toBe(403);
    expect((await priya.post(`/people/${id}/unlink`, { account: 'slack:alice' })).status).toBe(403);
  });

  it('can no longer change anybody once their role is gone', async () => {
    const form = await formOf(await site.person('alice'), { name: 'Alice Weber', step: 'save' });
    const by = await site.person('priya');
    const { organization } = site.company;
    await site.core.app.people.change(organization, {
      personId: by.id,
      patch: { role: 'employee' },
      actorId: null,
    });

    const { id: personId } = await site.person('alice');
    const late = await site.core.app.people.change(organization, { personId, patch: { name: 'X' }, by });

    expect((await priya.post(`/people/${personId}/edit`, form)).status).toBe(403);
    expect(late).toEqual({ ok: false, refusal: { kind: 'people-not-allowed', role: 'employee' } });
  });
});

describe('an admin', () => {
  it('gives and takes roles, but not their own', async () => {
    const given = await edit(zoe, 'alice', { role: 'finance' });
    const own = await edit(zoe, 'zoe', { role: 'employee' });
    const zoeId = (await site.person('zoe')).id;
    const left = await zoe.post(
      `/people/${zoeId}/leave`,
      hiddenIn((await zoe.get(`/people/${zoeId}/leave`)).text),
    );

    expect(given.looked.text).toContain('They may do and see at once what the new role allows');
    expect((await stateOf('alice')).role).toBe('finance');
    expect(own.saved.text).toContain('Your own role');
    expect(left.text).toContain('Your own role');
    expect(await stateOf('zoe')).toMatchObject({ role: 'admin', isDeactivated: false });
  });
});

describe('adding a person', () => {
  it('shows who they will be, and adds them once however often it is pressed', async () => {
    const design = await site.company.department('Design');
    const form = {
      name: 'Nina New',
      email: 'nina@example.com',
      department: design.id,
      manager: 'Dana Weiss',
    };

    const looked = await priya.post('/people/new', form);
    const [one, two] = await Promise.all([
      priya.post('/people/new', { ...form, step: 'save' }),
      priya.post('/people/new', { ...form, step: 'save' }),
    ]);
    const listed = await priya.get('/people?q=nina');

    expect(looked.text).toContain('Add Nina New');
    expect([one.status, two.status].toSorted((a, b) => a - b)).toEqual([303, 400]);
    expect(listed.text).toContain('One person');
    expect(listed.text).toContain('Dana Weiss');
  });

  it('needs an address or a number, by which they are known again', async () => {
    const design = await site.company.department('Design');
    const { status, text } = await priya.post('/people/new', { name: 'Nina', department: design.id });

    expect(status).toBe(400);
    expect(text).toContain('Enter an address or an employee number for Nina');
  });
});

describe('somebody who leaves', () => {
  it('is shown with what ends and what they hold, and is gone at once', async () => {
    const { company } = site;
    const { gifts } = await company.give('morgan', 'alice', '25');
    await company.redeem('alice', await company.codeOf(gifts[0]?.giftId ?? '', 'alice'));
    await company.give('morgan', 'alice', '5');
    const alice = await site.person('alice');
    const visitor = await site.signIn('alice');

    const page = await priya.get(`/people/${alice.id}/leave`);
    const left = await priya.post(`/people/${alice.id}/leave`, hiddenIn(page.text));
    const again = await priya.post(`/people/${alice.id}/leave`, hiddenIn(page.text));

    expect(page.text).toContain('One sign-in ends.');
    expect(page.text).toContain('$25.00 stays in their wallet');
    expect(page.text).toContain('One gift is not claimed yet');
    expect(left.location).toBe(`/people/${alice.id}?said=left`);
    expect(again.location).toBe(`/people/${alice.id}?said=left`);
    expect((await visitor.get('/wallet')).location).toContain('/sign-in');
  });

  it('comes back, with their role only by an admin', async () => {
    const { organization } = site.company;
    const [morgan, bob] = [await site.person('morgan'), await site.person('bob')];
    for (const { id: personId } of [morgan, bob])
      await site.core.app.people.deactivate(organization, { personId, actorId: null });

    const seenBob = hiddenIn((await priya.get(`/people/${bob.id}/return`)).text);
    const seenMorgan = hiddenIn((await priya.get(`/people/${morgan.id}/return`)).text);
    const back = await priya.post(`/people/${bob.id}/return`, seenBob);
    const refused = await priya.post(`/people/${morgan.id}/return`, seenMorgan);
    const byAdmin = await zoe.post(`/people/${morgan.id}/return`, seenMorgan);

    expect(back.location).toBe(`/people/${bob.id}?said=returned`);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('would come back with their role');
    expect(byAdmin.location).toBe(`/people/${morgan.id}?said=returned`);
  });

  it('does not leave by a page that is older than their last change', async () => {
    const alice = await site.person('alice');
    const seen = hiddenIn((await priya.get(`/people/${alice.id}/leave`)).text);
    await edit(zoe, 'alice', { role: 'manager' });

    const late = await priya.post(`/people/${alice.id}/leave`, seen);

    expect(late.status).toBe(409);
    expect((await stateOf('alice')).isDeactivated).toBe(false);
  });
});

describe('chat accounts', () => {
  it('are linked by an admin after a look at whose they are, and unlinked again', async () => {
    const alice = await site.person('alice');
    const path = `/people/${alice.id}/link`;
    const account = { platform: 'discord', userId: '80351110224678912' };

    const looked = await zoe.post(path, account);
    const linked = await zoe.post(path, { ...hiddenIn(looked.text) });
    const page = await zoe.get(`/people/${alice.id}`);
    const asked = await zoe.get(`/people/${alice.id}/unlink?account=discord:80351110224678912`);
    const unlinked = await zoe.post(`/people/${alice.id}/unlink`, hiddenIn(asked.text));

    expect(looked.text).toContain('The account is nobody’s now.');
    expect(linked.location).toBe(`/people/${alice.id}?said=linked`);
    expect(page.text).toContain('80351110224678912');
    expect(unlinked.location).toBe(`/people/${alice.id}?said=unlinked`);
    expect((await zoe.get(`/people/${alice.id}`)).text).not.toContain('Linked by an admin');
  });

  it('are not linked when somebody else linked them since the look', async () => {
    const [alice, bob, max] = [
      await site.person('alice'),
      await site.person('bob'),
      await site.person('max'),
    ];
    const account = { platform: 'discord', userId: '80351110224678999' };
    const looked = await zoe.post(`/people/${alice.id}/link`, account);
    await site.core.app.people.linkIdentity(max, { personId: bob.id, ...account });

    const late = await zoe.post(`/people/${alice.id}/link`, hiddenIn(looked.text));

    expect(late.status).toBe(409);
    expect(late.text).toContain('in the meantime');
  });

  it.each([
    { platform: 'slack', userId: 'alice' },
    { platform: 'oidc', userId: 'U024BE7LH' },
    { platform: 'constructor', userId: 'U024BE7LH' },
    { platform: 'slack', userId: '<script>' },
  ])('are called what the platform calls them: not %j', async (account) => {
    const { status, text } = await zoe.post(`/people/${(await site.person('alice')).id}/link`, account);

    expect(status).toBe(400);
    expect(text).toContain('Enter the id of a user');
    expect(text).not.toContain('<script>');
  });

  it('that wait are in a list, and become somebody’s when an admin says so', async () => {
    const { core, company } = site;
    const { id } = company.organization;
    const user = { platform: 'slack', workspaceId: company.workspaceId, userId: 'UWAITS1' };
    const profile = { name: 'Bobby', isBot: false, isDeactivated: false, email: 'bob@example.com' };
    await core.app.people.identify(id, user, profile);

    const list = await priya.get('/people/accounts');
    const forAdmin = await zoe.get('/people/accounts');
    const path = /href="(\/people\/accounts\/\d+)"/u.exec(forAdmin.text)?.[1] ?? '';
    const page = await zoe.get(path);
    const confirmed = await zoe.post(path);
    const again = await zoe.post(path);

    expect(list.text).toContain('One account waits');
    expect(list.text).not.toContain('Look at it');
    expect(page.text).toContain('another account there already');
    expect(confirmed.location).toBe('/people/accounts?said=linked');
    expect(again.status).toBe(404);
    expect((await zoe.get('/people/accounts')).text).toContain('No account waits');
  });
});

/** What the page of a department has seen, and what stands in its form. */
async function departmentForm(id: string) {
  const seen = hiddenIn((await zoe.get(`/departments/${id}`)).text);
  const form = { name: seen['seenName'], currency: seen['seenCurrency'], region: seen['seenRegion'] };
  return { seen, form: form as Record<string, string> };
}

describe('departments', () => {
  it('are created once, and renamed by who keeps them', async () => {
    const form = { name: 'Sales', currency: 'eur', region: 'DE', timeZone: 'Europe/Berlin' };

    const looked = await priya.post('/departments/new', form);
    const saved = await Promise.all([
      priya.post('/departments/new', { ...form, step: 'save' }),
      zoe.post('/departments/new', { ...form, step: 'save' }),
    ]);
    const list = await priya.get('/departments');
    const { id } = await site.company.department('Sales');
    const edited = await priya.get(`/departments/${id}`);
    const renamed = await priya.post(`/departments/${id}`, {
      ...hiddenIn(edited.text),
      name: 'Sales EMEA',
      currency: 'EUR',
      region: 'DE',
      timeZone: 'Europe/Berlin',
      step: 'save',
    });

    expect(looked.text).toContain('It can give nothing until it has a budget');
    expect(saved.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 400]);
    expect(list.text).toContain('Europe/Berlin');
    expect(renamed.location).toBe('/departments?said=changed');
    expect((await priya.get('/departments')).text).toContain('Sales EMEA');
  });

  it('keep their currency once money has moved, and their name apart from others', async () => {
    const { id } = await site.company.department('Engineering');
    await site.company.give('morgan', 'alice', '5');
    const seen = hiddenIn((await priya.get(`/departments/${id}`)).text);

    const currency = await priya.post(`/departments/${id}`, {
      ...seen,
      name: 'Engineering',
      currency: 'EUR',
      timeZone: seen['seenTimeZone'] ?? '',
    });
    const name = await priya.post(`/departments/${id}`, {
      ...seen,
      name: 'design',
      currency: 'USD',
      timeZone: seen['seenTimeZone'] ?? '',
    });
    const odd = await priya.post(`/departments/${id}`, { ...seen, name: ' ', currency: 'DUCATS' });

    expect(currency.text).toContain('so its currency stays');
    expect(name.text).toContain('There is a department called Design already');
    expect(odd.text).toContain('id="name-error"');
    expect(odd.text).toContain('id="currency-error"');
  });

  it('show before and after of their time zone, and when the running period ends there', async () => {
    const { id } = await site.company.department('Design');
    const { seen, form } = await departmentForm(id);

    const odd = await zoe.post(`/departments/${id}`, { ...seen, ...form, timeZone: '+02:00' });
    const looked = await zoe.post(`/departments/${id}`, { ...seen, ...form, timeZone: 'asia/tokyo' });
    const zoneBefore = (await site.company.department('Design')).timeZone;
    const byHr = await priya.post(`/departments/${id}`, { ...seen, ...form, timeZone: 'Asia/Tokyo' });
    const saved = await zoe.post(`/departments/${id}`, {
      ...seen,
      ...form,
      timeZone: 'asia/tokyo',
      step: 'save',
    });

    expect(odd.text).toContain('id="timeZone-error"');
    expect(looked.text).toContain('Asia/Tokyo');
    expect(looked.text).toContain('The running period ends');
    expect(looked.text).toContain('begin at midnight there');
    expect(zoneBefore).not.toBe('Asia/Tokyo');
    expect(byHr.text).toContain('Only finance and admins set budgets');
    expect(saved.location).toBe('/departments?said=changed');
    expect((await site.company.department('Design')).timeZone).toBe('Asia/Tokyo');
  });

  it('are not moved to another zone by an admin who gives from them', async () => {
    const people = await site.company.department('People');
    await site.core.app.budget.set({ department: people, amountMinor: 10_000n, actorId: null });
    const { seen, form } = await departmentForm(people.id);

    const own = await zoe.post(`/departments/${people.id}`, {
      ...seen,
      ...form,
      timeZone: 'Asia/Tokyo',
      step: 'save',
    });

    expect(own.text).toContain('Nobody raises what they give from themselves');
    expect((await site.company.department(people.name)).timeZone).toBe(people.timeZone);
  });

  it('are closed with a reason once nobody works there, hidden from choices, and opened again', async () => {
    const added = { name: 'Studio', currency: 'USD', region: '', timeZone: 'UTC', step: 'save' };
    await priya.post('/departments/new', added);
    const { id } = await site.company.department('Studio');
    const { id: design } = await site.company.department('Design');
    const path = `/departments/${id}/close`;

    const inUse = await priya.get(`/departments/${design}/close`);
    const looked = await priya.get(path);
    const silent = await priya.post(path, { to: 'closed', reason: ' ' });
    const closed = await priya.post(path, { to: 'closed', reason: 'merged' });
    const form = await priya.get('/people/new');
    const list = await priya.get('/departments');
    const opened = await priya.post(path, { to: 'open', reason: 'a mistake' });

    expect(inUse.text).toContain('cannot be closed yet');
    expect(inUse.text).not.toContain('name="reason"');
    expect(looked.text).toContain('Close Studio');
    expect(silent.text).toContain('id="reason-error"');
    expect(closed.location).toBe('/departments?said=closed');
    expect(form.text).not.toContain('Studio');
    expect(list.text).toContain('<span class="badge">closed</span>');
    expect(opened.location).toBe('/departments?said=opened');
    expect((await priya.get('/people/new')).text).toContain('Studio');
  });

  it('are not changed by a page that is older than their last change', async () => {
    const { id } = await site.company.department('Design');
    const seen = hiddenIn((await priya.get(`/departments/${id}`)).text);
    await zoe.post(`/departments/${id}`, {
      ...seen,
      name: 'Design Studio',
      currency: 'USD',
      timeZone: seen['seenTimeZone'] ?? '',
      step: 'save',
    });

    const late = await priya.post(`/departments/${id}`, {
      ...seen,
      name: 'Art',
      currency: 'USD',
      timeZone: seen['seenTimeZone'] ?? '',
      step: 'save',
    });

    expect(late.status).toBe(409);
    expect(late.text).toContain('value="Design Studio"');
  });
});
