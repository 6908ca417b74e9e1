import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { openSite, type Site, type Visitor } from './open-site.ts';
import { setUpFactor } from './set-up-factor.ts';

const database = await createTestDatabase();
afterAll(database.drop);

function textOf(html: string): string {
  return html.replaceAll(/<[^>]+>/gu, ' ').replaceAll(/\s+/gu, ' ');
}

describe('the set-up', () => {
  let site: Site;
  beforeAll(async () => {
    const setup = {
      platforms: [],
      misconfigured: [],
      hasMailServer: false,
      publicUrl: undefined,
      hasOidc: false,
    };
    site = await openSite(database.db, { setup });
  });

  it('is one line on an admin’s overview, with what is next and how, and nothing on anybody else’s', async () => {
    const zoe = textOf((await (await site.signIn('zoe')).get('/overview')).text);
    const priya = textOf((await (await site.signIn('priya')).get('/overview')).text);

    expect(zoe).toMatch(
      /4 of 8 · company ✓ · departments ✓ · people ✓ · budgets ✓ · chat → · mail · first gift · sign-in/u,
    );
    expect(zoe).toContain('Set-up: 4 of 8 are done. Next: chat.');
    expect(zoe).toContain('Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN for Slack');
    expect(priya).not.toContain('Set-up');
  });

  it('is for admins alone', async () => {
    expect((await (await site.signIn('priya')).get('/setup')).status).toBe(403);
    expect((await (await site.signIn('alice')).post('/setup/mail', { hide: 'yes' })).status).toBe(403);
  });

  it('goes on by itself once a step is done', async () => {
    await site.company.give('morgan', 'alice', '25');

    const page = textOf((await (await site.signIn('zoe')).get('/setup')).text);

    expect(page).toContain('3 things are left to set up');
    expect(page).toContain('first gift · ✓ done');
  });

  it('leaves out what an admin says is not needed, until they want it after all', async () => {
    const zoe = await site.signIn('zoe');
    for (const step of ['chat', 'mail']) await zoe.post(`/setup/${step}`, { hide: 'yes' });

    const hidden = textOf((await zoe.get('/setup')).text);
    const overview = textOf((await zoe.get('/overview')).text);
    await zoe.post('/setup/mail', { hide: 'no' });

    expect(hidden).toContain('One thing is left to set up');
    expect(hidden).toContain('mail · not needed');
    expect(overview).toMatch(/5 of 6 .* sign-in →/u);
    expect(textOf((await zoe.get('/setup')).text)).toContain('2 things are left to set up');
  });

  it('disappears when all is done', async () => {
    const zoe = await site.signIn('zoe');
    for (const step of ['chat', 'mail', 'sign-in']) await zoe.post(`/setup/${step}`, { hide: 'yes' });

    expect((await zoe.get('/overview')).text).not.toContain('Set-up');
    expect((await zoe.get('/setup')).text).toContain('Everything is set up');
  });

  it('knows no other steps', async () => {
    expect((await (await site.signIn('zoe')).post('/setup/coffee', { hide: 'yes' })).status).toBe(404);
  });
});

describe('the sample company', () => {
  let site: Site;
  let zoe: Visitor;
  beforeAll(async () => {
    site = await openSite(database.db);
    zoe = await site.signIn('zoe');
    const { id } = site.company.organization;
    await database.owner.deleteFrom('workspace_link').where('organization_id', '=', id).execute();
    await site.core.app.people.markSample(site.company.organization.id);
  });

  it('is called so, and nothing of it counts as set up', async () => {
    const page = textOf((await zoe.get('/setup')).text);

    expect(page).toContain('The people here were made up');
    expect(page).toContain('people · to do What is here was made up');
  });

  it('goes at the next start after a preview and a second factor, and stays if somebody wants it after all', async () => {
    const preview = textOf((await zoe.get('/setup?sample=look')).text);
    const unasked = await zoe.post('/setup/sample', { step: 'remove' });
    await setUpFactor(site, zoe);
    const removed = await zoe.post('/setup/sample', { step: 'remove' });
    const leaving = textOf((await zoe.get('/setup')).text);
    await zoe.post('/setup/sample', { step: 'keep' });

    expect(preview).toMatch(/These go: 7 people, 3 departments, no gift/u);
    expect(unasked.location).toContain('/second-factor');
    expect(removed.location).toBe('/setup?said=leaves');
    expect(leaving).toContain('goes when Largesse starts the next time');
    expect(textOf((await zoe.get('/setup')).text)).toContain('Look at what goes');
  });

  it('stays once somebody real is among it, and says so', async () => {
    const { core, company } = site;
    await core.app.people.import(company.organization, [personRow('Kim Real', 'Design')]);
    const actor = { organizationId: company.organization.id, operator: 'root' };

    const refused = await core.app.people.removeSample({ actor, isWanted: true });
    const page = textOf((await zoe.get('/setup')).text);

    expect(refused).toEqual({ ok: false, refusal: { kind: 'sample-mixed', people: 1, workspaces: 0 } });
    expect(page).toContain('It cannot be removed any more');
    expect(page).toContain('Real, for example: Kim Real');
  });
});
