import { afterAll, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#src/domain/kit/time.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { leaseNotification } from '#test/helpers/sendings.ts';
import { openSite, PUBLIC_URL, type Site, visit } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

async function chatPath({ core, person }: Site, who = 'alice'): Promise<string> {
  const made = await core.app.session.makeChatLink(await person(who));
  if (!made.ok) throw new Error(made.refusal.kind);
  return new URL(made.value.url).pathname;
}

/** What the newest mail to sign in says. */
async function readMail({ core }: Site) {
  for (const id of core.queue.take('send-notification')) {
    const leased = await leaseNotification(core.app, id);
    if (leased.kind === 'send' && leased.toSend.content.kind === 'sign-in.asked') {
      const { link = '', code = '' } = leased.toSend;
      return { path: new URL(link).pathname, code };
    }
  }
  throw new Error('there is no mail to sign in');
}

describe('signing in with a link from chat', () => {
  it('shows whose wallet it opens, and opens it by its button', async () => {
    const site = await openSite(database.db);
    const alice = site.visit();
    const path = await chatPath(site);

    const shown = await alice.get(path);
    const pressed = await alice.post(path);
    const wallet = await alice.get('/wallet');

    expect(shown.status).toBe(200);
    expect(shown.text).toContain('Sign in as Alice Ito');
    expect(pressed).toMatchObject({ status: 303, location: '/wallet' });
    expect(wallet.status).toBe(200);
  });

  it('is not used up by looking, by whatever method, and once by its button', async () => {
    const site = await openSite(database.db);
    const path = await chatPath(site);
    const scanner = site.visit();

    for (const method of ['HEAD', 'GET', 'GET', 'OPTIONS']) await scanner.send(path, { method });
    const first = await site.visit().post(path);
    const second = await site.visit().post(path);
    const later = await site.visit().get(path);

    expect([first.status, second.status, later.status]).toEqual([303, 410, 410]);
    expect(later.text).toContain('This link was used already');
    expect(later.text).toContain('href="/sign-in"');
  });

  it.each([
    ['is too old', 11 * MINUTE_MS, 410, 'This link is too old'],
    ['is not one of ours', undefined, 404, 'This link does not work'],
  ])('has a page with the way on when the link %s', async (_, passed, status, text) => {
    const site = await openSite(database.db);
    const path = passed === undefined ? `/sign-in/link/${'B'.repeat(43)}` : await chatPath(site);
    site.core.clock.advance(passed ?? 0);

    const shown = await site.visit().get(path);

    expect(shown.status).toBe(status);
    expect(shown.text).toContain(text);
    expect(shown.text).toContain('href="/sign-in"');
    expect((await site.visit().post(path)).status).toBe(status);
  });

  it('leaves no token in the log', async () => {
    const site = await openSite(database.db);
    const path = await chatPath(site);
    await site.visit().send(path, { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } });
    await site.visit().post(path);

    expect(JSON.stringify(site.core.log.steps)).not.toContain(path.split('/').at(-1));
  });
});

describe('signing in by mail', () => {
  it('opens in the browser that asked, and goes on to where it was', async () => {
    const site = await openSite(database.db);
    const alice = site.visit();
    const asked = await alice.get('/devices');
    expect(asked.location).toBe('/sign-in?back=%2Fdevices');

    const sent = await alice.post('/sign-in/mail', { email: 'Alice@Example.com', back: '/devices' });
    const { path, code } = await readMail(site);
    const byCode = await alice.post('/sign-in/code', { code, back: '/devices' });

    expect(sent.location).toBe('/sign-in/sent?back=%2Fdevices');
    expect(byCode).toMatchObject({ status: 303, location: '/devices' });
    expect((await alice.get('/devices')).text).toContain('Signed in by mail');
    expect((await site.visit().get(path)).text).toContain('This link was used already');
  });

  it('asks another browser for the code of the mail, and a scanner that presses its button gets nowhere', async () => {
    const site = await openSite(database.db);
    const [asker, other, scanner] = [site.visit(), site.visit(), site.visit()];
    await asker.post('/sign-in/mail', { email: 'alice@example.com' });
    const { path, code } = await readMail(site);

    expect((await scanner.post(path)).status).toBe(403);
    const shown = await other.get(path);
    const wrong = await other.post(path, { code: '12' });
    const right = await other.post(path, { code });

    expect(shown.text).toContain('another browser than the one that asked');
    expect(wrong.text).toContain('aria-invalid="true"');
    expect(right).toMatchObject({ status: 303, location: '/wallet' });
  });

  it('answers the same whether the address is known or not', async () => {
    const site = await openSite(database.db);
    async function answer(email: string) {
      const visitor = site.visit();
      const { status, location } = await visitor.post('/sign-in/mail', { email });
      const { text } = await visitor.get('/sign-in/sent');
      return { status, location, text, cookies: [...visitor.cookies.keys()] };
    }

    expect(await answer('nobody@example.com')).toEqual(await answer('alice@example.com'));
  });

  it('names what is wrong with an address beside its field, and keeps what was typed', async () => {
    const site = await openSite(database.db);

    const { status, text } = await site.visit().post('/sign-in/mail', { email: 'alice at <b>' });

    expect(status).toBe(400);
    expect(text).toContain('<title>Error: Sign in');
    expect(text).toContain('aria-describedby="email-error email-hint"');
    expect(text).toContain('value="alice at &lt;b&gt;"');
  });
});

describe('a session in the browser', () => {
  it('is a cookie that no script reads, for this host and encrypted connections only', async () => {
    const site = await openSite(database.db);

    const { headers } = await site.visit().post(await chatPath(site));

    const [cookie] = headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-largesse=[0-9a-f-]{36}\.[\w-]{43}; /u);
    for (const part of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) expect(cookie).toContain(part);
    expect(cookie).not.toContain('Domain');
  });

  it('is not the one that somebody put there before', async () => {
    const site = await openSite(database.db);
    const mallory = await site.signIn('mallory');
    const planted = mallory.cookies.get('__Host-largesse') ?? '';
    const victim = site.visit();
    victim.cookies.set('__Host-largesse', planted);

    await victim.post(await chatPath(site));

    expect(victim.cookies.get('__Host-largesse')).not.toBe(planted);
    expect((await mallory.get('/wallet')).location).toBe('/sign-in?back=%2Fwallet');
    expect((await victim.get('/wallet')).text).toContain('Alice Ito');
  });

  it('ends by signing out here, elsewhere and everywhere', async () => {
    const site = await openSite(database.db);
    const [phone, laptop, desk] = [
      await site.signIn('alice'),
      await site.signIn('alice'),
      await site.signIn('alice'),
    ];
    function idOf({ cookies }: typeof phone) {
      return cookies.get('__Host-largesse')?.split('.')[0] ?? '';
    }

    const list = await phone.get('/devices');
    await phone.post(`/devices/${idOf(laptop)}/end`);
    const afterOne = await laptop.get('/wallet');
    await phone.post('/devices/end-others');
    const afterOthers = await desk.get('/wallet');
    const still = await phone.get('/wallet');
    const out = await phone.post('/devices/end-all');

    expect(list.text).toContain('You are signed in on 3 devices');
    expect([afterOne.status, afterOthers.status, still.status]).toEqual([303, 303, 200]);
    expect(out.location).toBe('/sign-in?said=out');
    expect(phone.cookies.size).toBe(0);
  });

  it('of another is not ended by its id', async () => {
    const site = await openSite(database.db);
    const [alice, mallory] = [await site.signIn('alice'), await site.signIn('mallory')];

    await mallory.post(`/devices/${alice.cookies.get('__Host-largesse')?.split('.')[0]}/end`);

    expect((await alice.get('/wallet')).status).toBe(200);
  });

  it('of staff ends after an hour without use, and of others after two weeks', async () => {
    const site = await openSite(database.db);
    const [hr, alice] = [await site.signIn('priya'), await site.signIn('alice')];

    site.core.clock.advance(HOUR_MS);
    expect([(await hr.get('/wallet')).status, (await alice.get('/wallet')).status]).toEqual([303, 200]);
    site.core.clock.advance(15 * DAY_MS);
    expect((await alice.get('/wallet')).status).toBe(303);
  });

  it('is opened nowhere that a browser would drop its cookie, which the page says', async () => {
    const site = await openSite(database.db, { publicUrl: 'http://gifts.internal' });
    const visitor = visit(site.web, 'http://gifts.internal');

    for (const path of ['/sign-in', '/wallet', '/devices', '/redeem']) {
      const { status, text, headers } = await visitor.get(path);
      expect(status).toBe(503);
      expect(text).toContain('begins with https://');
      expect(headers.getSetCookie()).toEqual([]);
    }
  });

  it('is opened on this machine without a public address, and under no other name', async () => {
    const site = await openSite(database.db, { publicUrl: undefined });
    const here = visit(site.web, 'http://localhost:3000');
    const rebound = visit(site.web, 'http://evil.example:3000');

    expect((await here.get('/sign-in', { host: 'localhost:3000' })).status).toBe(200);
    expect((await rebound.get('/sign-in', { host: 'evil.example:3000' })).status).toBe(503);
  });
});

describe('after signing in', () => {
  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'nobody is sent to %s',
    async (back) => {
      const site = await openSite(database.db);
      const alice = site.visit();
      await alice.post('/sign-in/mail', { email: 'alice@example.com', back });
      const { code } = await readMail(site);

      const { location } = await alice.post('/sign-in/code', { code, back });

      expect(new URL(location ?? '', PUBLIC_URL).origin).toBe(PUBLIC_URL);
    },
  );
});
