import { afterAll, describe, expect, it } from 'vitest';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { beginFor, openSite, type Site } from './open-site.ts';
import { setUpFactor } from './set-up-factor.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const SESSION = '__Host-largesse';

/** Zoe and Max are admins, Alice lost her phone; all three have a second factor. */
async function start() {
  const site = await openSite(database.db);
  await site.core.app.people.import(site.company.organization, [personRow('Max Admin', 'People', 'admin')]);
  const [alice, zoe, max] = await Promise.all(['alice', 'zoe', 'max'].map((who) => site.signIn(who)));
  if (!alice || !zoe || !max) throw new Error('nobody is signed in');
  for (const one of [alice, zoe, max]) await setUpFactor(site, one);
  const { id: personId } = await site.person('alice');
  return { site, alice, zoe, max, personId };
}

async function statusOf({ core }: Site, personId: string): Promise<string[]> {
  const rows = await core.db
    .selectFrom('factor_reset')
    .select('status')
    .where('person_id', '=', personId)
    .execute();
  return rows.map(({ status }) => status);
}

describe('the page to reset second factors', () => {
  it('lets one admin ask and another one confirm, and nobody else', async () => {
    const { site, alice, zoe, max, personId } = await start();

    expect(
      (await zoe.post('/factor-resets', { email: 'alice@example.com', reason: 'lost her phone' })).location,
    ).toBe('/factor-resets?said=asked');
    expect((await zoe.get('/factor-resets')).text).toContain('Another admin confirms it.');
    expect((await zoe.post(`/factor-resets/${personId}/confirm`)).status).toBe(409);
    expect(await statusOf(site, personId)).toEqual(['open']);
    const look = await max.get(`/factor-resets/${personId}`);
    expect(look.text).toContain('Zoe Admin asked for it.');
    expect(look.text).toContain('lost her phone');
    expect((await max.post(`/factor-resets/${personId}/confirm`)).location).toBe(
      '/factor-resets?said=confirmed',
    );

    expect(await statusOf(site, personId)).toEqual(['confirmed']);
    expect((await alice.get('/wallet')).location).toBe('/sign-in?back=%2Fwallet');
    expect((await max.get(`/factor-resets/${personId}`)).status).toBe(404);
  });

  it('takes a second factor of the last minutes for each deed', async () => {
    const { site, zoe, max, personId } = await start();
    await zoe.post('/factor-resets', { email: 'alice@example.com', reason: 'lost' });
    site.core.clock.advance(16 * 60_000);

    for (const path of [
      '/factor-resets',
      `/factor-resets/${personId}/confirm`,
      `/factor-resets/${personId}/decline`,
    ])
      expect((await max.post(path)).location).toBe('/second-factor/code?back=%2Ffactor-resets');
    expect((await max.get(`/factor-resets/${personId}`)).location).toBe(
      `/second-factor/code?back=${encodeURIComponent(`/factor-resets/${personId}`)}`,
    );
    expect(await statusOf(site, personId)).toEqual(['open']);
  });

  it('says beside its field what is wrong, and keeps what was typed', async () => {
    const { zoe } = await start();

    const nobody = await zoe.post('/factor-resets', { email: 'nobody@example.com', reason: 'lost <b>it' });
    expect([nobody.status, nobody.text.includes('Nobody here has this address.')]).toEqual([409, true]);
    expect(nobody.text).toContain('lost &lt;b&gt;it');
    expect((await zoe.post('/factor-resets', { email: 'alice@example.com', reason: ' ' })).text).toContain(
      'Say why: the other admins and the person read it.',
    );
    expect((await zoe.post('/factor-resets', { email: 'bob@example.com', reason: 'lost' })).status).toBe(409);
    expect((await zoe.post('/factor-resets', { email: 'zoe@example.com', reason: 'lost' })).text).toContain(
      'Nobody resets their own second factor.',
    );
  });

  it('is not for an admin who signed in by their address alone', async () => {
    const { site } = await start();
    const limited = site.visit();
    const { core } = site;
    const made = await core.app.session.makeChatLink({ ...(await site.person('max')), role: 'employee' });
    await limited.post(new URL(made.ok ? made.value.url : '').pathname);
    expect(limited.cookies.get(SESSION)).toBeDefined();

    expect((await limited.get('/factor-resets')).status).not.toBe(200);
  });

  it('can be declined by another admin', async () => {
    const { site, zoe, max, personId } = await start();
    await zoe.post('/factor-resets', { email: 'alice@example.com', reason: 'lost' });

    expect((await max.post(`/factor-resets/${personId}/decline`)).location).toBe(
      '/factor-resets?said=declined',
    );
    expect(await statusOf(site, personId)).toEqual(['declined']);
  });
});

describe('whoever still has their second factor', () => {
  it('sees that it is to be reset, and says no', async () => {
    const { site, alice, zoe, personId } = await start();
    await zoe.post('/factor-resets', { email: 'alice@example.com', reason: 'lost her phone' });

    expect((await alice.get('/second-factor')).text).toContain('Your second factor is to be reset');
    expect((await alice.post('/second-factor/decline-reset')).location).toBe('/second-factor?said=kept');

    expect(await statusOf(site, personId)).toEqual(['declined']);
    expect((await alice.get('/second-factor')).text).not.toContain('is to be reset');
  });

  it('is no thief who only got into the account', async () => {
    const { site, zoe, personId } = await start();
    await zoe.post('/factor-resets', { email: 'alice@example.com', reason: 'lost her phone' });
    const thief = site.visit();
    thief.cookies.set(SESSION, (await beginFor(site.core, await site.person('alice'))).token);

    expect((await thief.post('/second-factor/decline-reset')).location).toMatch(/^\/second-factor\/code/u);
    expect(await statusOf(site, personId)).toEqual(['open']);
  });
});
