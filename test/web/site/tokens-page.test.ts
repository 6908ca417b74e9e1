import { afterAll, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { addShop } from '#test/helpers/checkouts.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import { openSite, type Site } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const TOKEN = /lgs_[\da-f-]{36}\.[\w-]{43}/u;

/** Zoe, an admin, with a code of her app that she has just typed. */
async function openAsAdmin() {
  const site = await openSite(database.db);
  const phone = await enrol(site.core, await site.person('zoe'));
  const zoe = await site.signIn('zoe');
  await zoe.post('/second-factor/code', { code: phone.shows() });
  return { site, zoe, phone };
}

async function statusWith(site: Site, token: string): Promise<number> {
  return (await site.web.request('/v1/me', { headers: { authorization: `Bearer ${token}` } })).status;
}

describe('the page of API tokens', () => {
  it('asks an admin for a second factor first, however they come', async () => {
    const site = await openSite(database.db);
    await enrol(site.core, await site.person('zoe'));
    const zoe = await site.signIn('zoe');

    const [looked, posted] = [
      await zoe.get('/tokens'),
      await zoe.post('/tokens', { name: 'bot', scopes: 'gifts:read' }),
    ];

    expect(looked.location).toContain('/second-factor');
    expect(posted.location).toContain('/second-factor');
    expect(await site.core.app.queries.session.listTokens(await site.person('zoe'))).toEqual([]);
  });

  it('shows a new token once, lists it without what opens anything, and ends it', async () => {
    const { site, zoe } = await openAsAdmin();
    expect((await zoe.get('/tokens')).text).toContain('No program calls the API');

    const made = await zoe.post('/tokens', { name: 'birthday <bot>', scopes: 'gifts:read', days: '30' });
    const token = must(TOKEN.exec(made.text)?.[0], 'a token');
    const listed = await zoe.get('/tokens');

    expect(made.headers.get('cache-control')).toBe('no-store');
    expect(listed.text).toContain('birthday &lt;bot&gt;');
    expect(listed.text).toContain('Acts as Zoe Admin');
    expect(listed.text).not.toMatch(TOKEN);
    expect(await statusWith(site, token)).toBe(200);
    expect((await zoe.get('/tokens')).text).toContain('Last used');
    const [, id] = /\/tokens\/([\da-f-]{36})\/end/u.exec(listed.text) ?? [];
    await zoe.post(`/tokens/${id}/end`);
    expect(await statusWith(site, token)).toBe(401);
    expect((await zoe.get('/tokens')).text).toContain('It was ended on');
    expect(JSON.stringify(site.core.log.steps)).not.toMatch(TOKEN);
  });

  it('makes a token for a shop, which says so', async () => {
    const { site, zoe } = await openAsAdmin();
    const shop = await addShop(site.core, site.company, { name: 'Canteen' });

    const asked = { name: 'till', scopes: 'checkouts:write', marketplaceId: shop.id, days: '30' };
    const made = await zoe.post('/tokens', asked);
    const token = must(TOKEN.exec(made.text)?.[0], 'a token');
    const me = await site.web.request('/v1/me', { headers: { authorization: `Bearer ${token}` } });

    expect(await me.json()).toMatchObject({ token: { marketplaceId: shop.id } });
    expect((await zoe.get('/tokens')).text).toContain('For the shop Canteen');
  });

  it('says beside the form what is missing, and keeps what was typed', async () => {
    const { zoe } = await openAsAdmin();

    const answer = await zoe.post('/tokens', { name: 'my bot', scopes: 'everything' });

    expect(answer.status).toBe(400);
    expect(answer.text).toContain('Choose at least one thing that it may do.');
    expect(answer.text).toContain('value="my bot"');
  });

  it('is asked for a second factor again after a quarter of an hour', async () => {
    const { site, zoe } = await openAsAdmin();
    site.core.clock.advance(16 * 60_000);

    expect((await zoe.get('/tokens')).location).toContain('/second-factor/code');
  });
});
