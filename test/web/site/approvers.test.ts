import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { operatorOf } from '#test/helpers/reads.ts';
import { change, lookAt, steppedUp } from './change-form.ts';
import { openSite, type Site, type Visitor } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const ATTACK = '<img src=x onerror=alert(1)>';

let site: Site;
let zoe: Visitor;
let engineering: string;
beforeAll(async () => {
  site = await openSite(database.db);
  await site.core.app.people.import(site.company.organization, [
    personRow('Finn Adeyemi', 'People', 'finance'),
    personRow('Ada Stone', 'Engineering', 'approver'),
    personRow('Yan Admin', 'People', 'admin'),
    ...Array.from({ length: 22 }, (_, index) => personRow(`Same${index} Namesake`, 'Design')),
  ]);
  zoe = await steppedUp(site, 'zoe');
  engineering = `/budgets/${(await site.company.department('Engineering')).id}`;
});

async function pathOf(who: string): Promise<string> {
  return `${engineering}/approvers/${(await site.person(who)).id}`;
}

async function approvers(): Promise<string[]> {
  const { id: organizationId } = site.company.organization;
  const { id } = await site.company.department('Engineering');
  const found = await site.core.app.queries.approval.listApprovers(operatorOf(organizationId), id);
  return must(found, 'approvers').gift.map(({ name }) => name);
}

describe('who approves, on the page of a budget', () => {
  it.each(['finn', 'priya', 'morgan', 'ada'])('is for an admin to say, as %s is told', async (who) => {
    const visitor = await site.signIn(who);

    const { text } = await visitor.get(engineering);

    expect(text).toContain('Ada Stone');
    expect(text).toContain('An admin says who approves');
    expect(text).not.toContain('/approvers');
    expect((await visitor.get(`${engineering}/approvers?q=alice`)).status).toBe(403);
    expect((await visitor.get(await pathOf('alice'))).status).toBe(403);
    expect((await visitor.post(await pathOf('alice'), { role: 'approver', step: 'save' })).status).toBe(403);
  });

  it('leads an admin to people by a part of their name or address, without themselves', async () => {
    const page = await zoe.get(engineering);
    const found = await zoe.get(`${engineering}/approvers?q=alic`);
    const many = await zoe.get(`${engineering}/approvers?q=namesake`);
    const own = await zoe.get(`${engineering}/approvers?q=zoe`);
    const odd = await zoe.get(`${engineering}/approvers?q=${encodeURIComponent(ATTACK)}`);

    expect(page.text).toContain(`action="${engineering}/approvers"`);
    expect(page.text).toContain(await pathOf('ada'));
    expect(found.text).toContain(await pathOf('alice'));
    expect(many.text).toContain('And 2 more');
    expect(own.text).not.toContain(await pathOf('zoe'));
    expect(odd.text).toContain('called “&lt;img');
    expect(odd.text).not.toContain(ATTACK);
  });

  it('shows who decides before and after, and is done once by one button, with its reason on record', async () => {
    const path = await pathOf('alice');
    const { page, button } = await lookAt(zoe, path, { role: 'approver', reason: `for ${ATTACK}` });
    const before = await approvers();

    const pressed = await Promise.all([zoe.post(path, button), zoe.post(path, button)]);
    const late = await zoe.post(path, button);

    expect(page.text).toContain('Give Alice Ito the role approver');
    expect(page.text).toMatch(
      /Decides about gifts of Engineering.*Ada Stone.*<strong>Ada Stone, Alice Ito/su,
    );
    expect(page.text).toContain('Decides about more money');
    expect(before).toEqual(['Ada Stone']);
    expect([...pressed, late].map(({ location }) => location)).toEqual(
      Array.from({ length: 3 }, () => `${engineering}?said=role`),
    );
    expect(await approvers()).toEqual(['Ada Stone', 'Alice Ito']);
    const { text } = await zoe.get(`/people/${(await site.person('alice')).id}`);
    expect(text.match(/for &lt;img/gu)).toHaveLength(1);
    expect(text).not.toContain(ATTACK);
  });

  it('is taken away again the same way', async () => {
    const path = await pathOf('ada');
    const { page, button } = await lookAt(zoe, path, { role: 'employee', reason: 'another job' });

    const saved = await zoe.post(path, button);

    expect(page.text).toContain('End deciding for Ada Stone, with the role employee');
    expect(saved.location).toBe(`${engineering}?said=role`);
    expect(await approvers()).toEqual(['Alice Ito']);
    await change(zoe, path, { role: 'approver', reason: 'back' });
    expect(await approvers()).toEqual(['Ada Stone', 'Alice Ito']);
  });

  it('refuses an approver of another department, and says what to do', async () => {
    const { page, button } = await lookAt(zoe, await pathOf('mallory'), { role: 'approver', reason: 'x' });

    expect(page.status).toBe(400);
    expect(page.text).toContain('Mallory Quint belongs to Design');
    expect(page.text).toContain('move Mallory Quint there first');
    expect(button['step']).toBeUndefined();
  });

  it('says beside the field what is wrong, and that nothing would change', async () => {
    const path = await pathOf('bob');

    const unsaid = await lookAt(zoe, path, { role: 'approver', reason: '' });
    const odd = await lookAt(zoe, path, { role: 'king', reason: 'x' });
    const same = await lookAt(zoe, path, { role: 'employee', reason: 'x' });

    expect(unsaid.page.text).toContain('Say why, in a few words.');
    expect(odd.page.text).toContain('Choose a role.');
    expect(same.page.text).toContain('nothing would change');
  });

  it('is not one’s own to say, and names who could be asked', async () => {
    const { status, text } = await zoe.get(await pathOf('zoe'));

    expect(status).toBe(403);
    expect(text).toContain('is for another admin to say');
    expect(text).toContain('You can ask Yan Admin');
  });

  it('is refused when somebody changed them meanwhile, and shows how they are now', async () => {
    const path = await pathOf('bob');
    const { button } = await lookAt(zoe, path, { role: 'approver', reason: 'mine' });
    const { id: personId } = await site.person('bob');
    await site.core.app.people.change(site.company.organization, {
      personId,
      patch: { role: 'manager' },
      actorId: null,
    });

    const refused = await zoe.post(path, button);

    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Somebody changed this while you were at it.');
    expect(refused.text).toContain('value="manager" selected');
    expect(await approvers()).not.toContain('Bob Olsen');
  });

  it('knows nobody who has left, nobody of another organization, and nobody by what is no id', async () => {
    const stranger = await openSite(database.db);
    const { id: foreign } = await stranger.person('alice');
    const { id: gone } = await site.person('same0');
    await site.core.app.people.deactivate(site.company.organization, { personId: gone, actorId: null });

    const statuses = await Promise.all(
      [foreign, gone, 'nobody'].map(async (id) => (await zoe.get(`${engineering}/approvers/${id}`)).status),
    );

    expect(statuses).toEqual([404, 404, 404]);
    expect((await zoe.get('/budgets/nothing/approvers')).status).toBe(404);
  });

  it('waits for a second person where one is needed, who sees why, and then it holds', async () => {
    const { id: organizationId } = site.company.organization;
    await site.core.app.budget.setSecondPerson({
      organizationId,
      currency: 'USD',
      amountMinor: 1n,
      actorId: null,
    });
    const yan = await steppedUp(site, 'yan');
    const path = await pathOf('bob');
    const { page, button } = await lookAt(zoe, path, { role: 'approver', reason: 'Ada is away' });

    const saved = await zoe.post(path, button);
    const again = await zoe.post(path, { ...button, reason: 'said otherwise' });

    expect(page.text).toContain('waits until another admin confirms it');
    expect([saved.location, again.location]).toEqual(
      Array.from({ length: 2 }, () => `${engineering}?said=proposed`),
    );
    expect(await approvers()).not.toContain('Bob Olsen');
    const asked = { now: site.core.clock.now() };
    const open = await site.core.app.queries.budget.listProposals(operatorOf(organizationId), asked);
    expect(open).toHaveLength(1);
    const proposal = `/budgets/proposals/${open[0]?.id}`;
    expect((await yan.get(proposal)).text).toContain('Ada is away');
    expect((await yan.post(`${proposal}/confirm`, {})).location).toBe('/budgets?said=confirmed');
    expect(await approvers()).toContain('Bob Olsen');
    expect((await zoe.get(`/people/${(await site.person('bob')).id}`)).text).toContain('Ada is away');
  });
});
