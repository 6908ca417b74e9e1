import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { operatorOf } from '#test/helpers/reads.ts';
import { lookAt, steppedUp } from './change-form.ts';
import { openSite, type Site, type Visitor } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let site: Site;
let zoe: Visitor;
let yan: Visitor;
let morgan: string;
let organizationId: string;
/** Zoe and Yan are admins, Morgan is a manager, and a second person is needed. */
beforeAll(async () => {
  site = await openSite(database.db);
  const { app } = site.core;
  const { organization, person } = site.company;
  organizationId = organization.id;
  await app.people.import(organization, [
    personRow('Zoe Admin', 'People', 'admin'),
    personRow('Yan Admin', 'People', 'admin'),
    personRow('Morgana Reyes', 'Design'),
  ]);
  await app.budget.setSecondPerson({ organizationId, currency: 'USD', amountMinor: 1n, actorId: null });
  [zoe, yan] = [await steppedUp(site, 'zoe'), await steppedUp(site, 'yan')];
  morgan = `/people/${(await person('morgan')).id}`;
});

async function lastProposal(): Promise<string> {
  const asked = { now: site.core.clock.now() };
  const all = await site.core.app.queries.budget.listProposals(operatorOf(organizationId), asked);
  return `/budgets/proposals/${must(all.at(-1), 'proposal').id}`;
}

describe('the pages of people with a role', () => {
  it('say that an account waits, and show another admin whose it would be', async () => {
    const account = { platform: 'slack', userId: 'U0MORGAN2', owner: '', step: 'save' };

    const linked = await zoe.post(`${morgan}/link`, account);

    expect(linked.location).toBe(`${morgan}?said=askedAccount`);
    expect((await zoe.get(linked.location ?? '')).text).toContain(
      'The account waits for a second person now.',
    );
    const path = await lastProposal();
    const { text } = await yan.get(path);
    expect(text).toContain('Link the account slack:U0MORGAN2 to Morgan Reyes');
    expect(text).toContain('nobody’s');
    expect(text).toContain('belongs to Morgan Reyes, with the rights of manager');
    expect(text).not.toContain('Why: slack');
    expect((await yan.post(`${path}/confirm`, {})).location).toBe('/budgets?said=confirmed');
    expect((await zoe.get(morgan)).text).toContain('U0MORGAN2');
  });

  it('say that a new address waits, and show it beside the one that there is', async () => {
    const typed = { email: 'morgan.reyes@example.com' };
    const { button } = await lookAt(zoe, `${morgan}/edit`, typed);
    const saved = await zoe.post(`${morgan}/edit`, button);

    expect(saved.location).toBe(`${morgan}?said=askedAddress`);
    const { text } = await yan.get(await lastProposal());
    expect(text).toContain('Give Morgan Reyes the address morgan.reyes@example.com');
    expect(text).toMatch(/morgan@example\.com.*<strong>morgan\.reyes@example\.com/su);
    expect((await yan.post(`${await lastProposal()}/decline`, { reason: 'not hers' })).location).toBe(
      '/budgets?said=declined',
    );
    expect((await zoe.get(morgan)).text).not.toContain('morgan.reyes@example.com');
  });

  it('propose a merge instead of doing it, and show another admin what would move', async () => {
    const { id: from } = await site.company.person('morgana');

    const preview = await zoe.get(`${morgan}/merge?from=${from}`);
    const merged = await zoe.post(`${morgan}/merge`, { from });

    expect(preview.text).toContain('this waits until a second person confirms it');
    expect(preview.text).toContain('Propose to merge morgana@example.com into morgan@example.com');
    expect(preview.text).not.toContain('for good</button>');
    expect(merged.location).toBe(`${morgan}?said=askedMerge`);
    const path = await lastProposal();
    const { text } = await yan.get(path);
    expect(text).toContain('Merge the record morgana@example.com into morgan@example.com');
    expect(text).toContain('The account slack:morgana');
    expect((await yan.post(`${path}/confirm`, {})).location).toBe('/budgets?said=confirmed');
    expect((await zoe.get(`/people/${from}`)).location).toBe(morgan);
  });
});
