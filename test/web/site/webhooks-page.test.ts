import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import { TAKEN, turnOf } from '#test/helpers/webhooks.ts';
import { openSite, type Site, type Visitor } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const SECRET = /whsec_[\w+/=]{32,}/u;
const HOOK = 'https://example.com/hook';
const GONE_WRONG = { ...TAKEN, status: 400, excerpt: 'what is <this>?' };

let site: Site;
let zoe: Visitor;
beforeAll(async () => {
  site = await openSite(database.db);
  const phone = await enrol(site.core, await site.person('zoe'));
  zoe = await site.signIn('zoe');
  await zoe.post('/second-factor/code', { code: phone.shows() });
});

/** Adds a webhook: its id, and the page that shows its secret. */
async function add() {
  const made = await zoe.post('/webhooks', { url: HOOK, types: 'gift.issued' });
  const [, id] = /\/webhooks\/([\da-f-]{36})/u.exec(made.text) ?? [];
  return { made, id: must(id, 'webhook') };
}

async function turn(id: string, answer = TAKEN) {
  return (await turnOf(site.core, id, answer)).length;
}

describe('the page of webhooks', () => {
  it('asks an admin for a second factor first', async () => {
    const { organization } = site.company;
    const other = await openSite(database.db);
    const phone = await enrol(other.core, await other.person('zoe'));
    const late = await other.signIn('zoe');

    expect((await late.get('/webhooks')).location).toContain('/second-factor');
    expect((await late.post('/webhooks', { url: HOOK, types: 'gift.issued' })).location).toContain(
      '/second-factor',
    );
    await late.post('/second-factor/code', { code: phone.shows() });
    expect((await late.get('/webhooks')).text).toContain('No program is told');
    expect(organization.id).not.toBe(other.company.organization.id);
  });

  it('shows a new secret once, and the address with its events', async () => {
    const { made, id } = await add();
    const secret = must(SECRET.exec(made.text)?.[0], 'secret');

    const [listed, own] = [await zoe.get('/webhooks'), await zoe.get(`/webhooks/${id}`)];

    expect(made.headers.get('cache-control')).toBe('no-store');
    expect(listed.text).toContain(HOOK);
    expect(own.text).toContain('It was not called yet.');
    expect(`${listed.text}${own.text}`).not.toMatch(SECRET);
    expect(JSON.stringify(site.core.log.steps)).not.toContain(secret);
  });

  it('sends a test, and shows what it was answered', async () => {
    const { id } = await add();

    const pressed = await zoe.post(`/webhooks/${id}/ping`);
    expect(await turn(id)).toBe(1);

    expect(pressed).toMatchObject({ status: 303, location: `/webhooks/${id}` });
    const { text } = await zoe.get(`/webhooks/${id}`);
    expect(text).toContain('webhook.ping');
    expect(text).toContain('It answered 204');
    expect(text).toContain('The event arrived.');
  });

  it('shows what a stranger answered as text, and sends what arrived again', async () => {
    const { id } = await add();
    await zoe.post(`/webhooks/${id}/ping`);
    await turn(id, GONE_WRONG);
    const refused = await zoe.get(`/webhooks/${id}`);
    site.core.clock.advance(10_000);
    await turn(id);
    const [, eventId] =
      /name="eventId" value="([\da-f-]{36})"/u.exec((await zoe.get(`/webhooks/${id}`)).text) ?? [];

    const again = await zoe.post(`/webhooks/${id}/replay`, { eventId: must(eventId, 'event') });
    const nothing = await zoe.post(`/webhooks/${id}/replay`);

    expect(refused.text).toContain('what is &lt;this&gt;?');
    expect(refused.text).toContain('The event is sent again at');
    expect(again.status).toBe(303);
    expect(nothing.status).toBe(409);
    expect(await turn(id)).toBe(1);
  });

  it('pauses, goes on, gets a new secret and is removed', async () => {
    const { id } = await add();

    await zoe.post(`/webhooks/${id}/pause`);
    const paused = await zoe.get(`/webhooks/${id}`);
    const refused = await zoe.post(`/webhooks/${id}/ping`);
    await zoe.post(`/webhooks/${id}/resume`);
    const active = await zoe.get(`/webhooks/${id}`);
    const rotated = await zoe.post(`/webhooks/${id}/rotate`);
    const removed = await zoe.post(`/webhooks/${id}/delete`);

    expect(paused.text).toContain('Paused');
    expect(refused).toMatchObject({ status: 409 });
    expect(active.text).toContain('Active.');
    expect(rotated.text).toMatch(SECRET);
    expect(rotated.text).toContain('signed with the old secret as well');
    expect(removed).toMatchObject({ status: 303, location: '/webhooks' });
    expect((await zoe.get(`/webhooks/${id}`)).status).toBe(404);
  });

  it('says beside the form what is missing, and keeps what was typed', async () => {
    const empty = await zoe.post('/webhooks', { url: HOOK });

    expect(empty.status).toBe(400);
    expect(empty.text).toContain('Choose at least one thing');
    expect(empty.text).toContain(`value="${HOOK}"`);
  });

  it('knows no webhook of another organization', async () => {
    const { id } = await add();
    const other = await openSite(database.db);
    const phone = await enrol(other.core, await other.person('zoe'));
    const stranger = await other.signIn('zoe');
    await stranger.post('/second-factor/code', { code: phone.shows() });

    expect((await stranger.get(`/webhooks/${id}`)).status).toBe(404);
    expect((await stranger.post(`/webhooks/${id}/delete`)).status).toBe(404);
    expect((await zoe.get(`/webhooks/${id}`)).status).toBe(200);
  });
});
