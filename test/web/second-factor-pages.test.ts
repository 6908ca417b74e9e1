import { afterAll, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { FIRST_FACTOR_POLICY } from '#src/domain/session/factor-policy.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { beginFor, openSite, type Site, type Visitor } from '#test/web/site/open-site.ts';
import { RECOVERY_CODE, setUpFactor } from '#test/web/site/set-up-factor.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const MINUTE_MS = 60_000;

/** A site where every role above employee has to have a second factor, as it is until somebody sets something else. */
async function openStrictSite(): Promise<Site> {
  const site = await openSite(database.db);
  const { id: organizationId } = site.company.organization;
  const changes = { roles: FIRST_FACTOR_POLICY.roles };
  await site.core.app.session.setFactorPolicy({ organizationId, changes, actorId: null });
  return site;
}

const SESSION = '__Host-largesse';

/** In another browser, without a second factor yet. */
async function signInAgain(site: Site, userId: string): Promise<Visitor> {
  const visitor = site.visit();
  const { token } = await beginFor(site.core, await site.person(userId));
  visitor.cookies.set(SESSION, token);
  return visitor;
}

describe('setting a second factor up', () => {
  it('shows the key once it is begun, and ten codes once it is confirmed, in a session of its own', async () => {
    const site = await openStrictSite();
    const alice = await site.signIn('alice');
    const before = alice.cookies.get(SESSION) ?? '';

    expect((await alice.get('/second-factor')).text).toContain('You have no second factor yet');
    const { confirmed, codes } = await setUpFactor(site, alice);

    expect(confirmed.status).toBe(200);
    expect(confirmed.headers.get('cache-control')).toBe('no-store');
    expect(new Set(codes).size).toBe(10);
    expect(alice.cookies.get(SESSION)).not.toBe(before);
    expect(await site.core.app.session.find(before)).toBeUndefined();
    const after = await alice.get('/second-factor');
    expect(after.text).toContain('10 recovery codes are left');
    expect(after.text.match(RECOVERY_CODE)).toBeNull();
  });

  it('has a picture that our policy lets show: attributes only, no style, nothing from elsewhere', async () => {
    const site = await openStrictSite();
    const alice = await site.signIn('alice');
    await alice.post('/second-factor/begin');

    const { text, headers } = await alice.get('/second-factor/set-up');

    expect(headers.get('content-security-policy')).toContain("style-src 'self'");
    expect(text).toMatch(/<svg class="qr" viewBox="0 0 \d+ \d+" role="img" aria-label="[^"]+"/u);
    expect(text).not.toMatch(/style=|<style|xlink|data:image\/png/u);
    expect(text).not.toContain('otpauth:');
  });

  it('says beside the field what is wrong, and does not repeat what was typed', async () => {
    const site = await openStrictSite();
    const alice = await site.signIn('alice');
    await alice.post('/second-factor/begin');

    const wrong = await alice.post('/second-factor/confirm', { code: '98765-typo' });

    expect(wrong.status).toBe(403);
    expect(wrong.text).toContain('Type the six digits that your app shows now.');
    expect(wrong.text).toContain('<title>Error:');
    expect(wrong.text).not.toContain('98765-typo');
    expect(wrong.text).toContain('<code class="key">');
  });

  it('sends who comes without having begun back to the start', async () => {
    const site = await openStrictSite();
    const alice = await site.signIn('alice');

    expect((await alice.get('/second-factor/set-up')).text).toContain('There is nothing to confirm');
  });
});

describe('pages', () => {
  it('ask who has a second factor, once a session, and lead on to where they were going', async () => {
    const site = await openStrictSite();
    const { shows } = await setUpFactor(site, await site.signIn('alice'));
    const again = await signInAgain(site, 'alice');

    const asked = await again.get('/wallet');
    expect([asked.status, asked.location]).toEqual([303, '/second-factor/code?back=%2Fwallet']);
    const before = again.cookies.get(SESSION);
    const passed = await again.post('/second-factor/code', { code: shows(), back: '/wallet' });

    expect([passed.status, passed.location]).toEqual([303, '/wallet']);
    expect(again.cookies.get(SESSION)).not.toBe(before);
    expect((await again.get('/wallet')).status).toBe(200);
  });

  it('let a role that has to have one set it up first, and lead on from there', async () => {
    const site = await openStrictSite();
    const morgan = await site.signIn('morgan');

    const sent = await morgan.get('/wallet');
    expect([sent.status, sent.location]).toEqual([303, '/second-factor?back=%2Fwallet']);
    expect((await morgan.get('/second-factor?back=%2Fwallet')).text).toContain('Your role needs one');
    expect((await setUpFactor(site, morgan, '/wallet')).confirmed.text).toContain('href="/wallet"');
    expect((await morgan.get('/wallet')).status).toBe(200);
    expect((await morgan.get('/second-factor')).text).not.toContain('Remove my second factor');
  });

  it('ask nothing of an employee without one', async () => {
    const site = await openStrictSite();

    expect((await (await site.signIn('bob')).get('/wallet')).status).toBe(200);
  });

  it('take a code once, and tell nothing of it in the answer', async () => {
    const site = await openStrictSite();
    const { shows } = await setUpFactor(site, await site.signIn('alice'));
    const [one, other] = [await signInAgain(site, 'alice'), await signInAgain(site, 'alice')];
    const code = shows();

    expect((await one.post('/second-factor/code', { code })).location).toBe('/wallet');
    const replayed = await other.post('/second-factor/code', { code });

    expect([replayed.status, replayed.text.includes(code)]).toEqual([403, false]);
    expect((await other.get('/wallet')).location).toBe('/second-factor/code?back=%2Fwallet');
  });

  it('take a recovery code, and say how many are left before they lead on', async () => {
    const site = await openStrictSite();
    const { codes } = await setUpFactor(site, await site.signIn('alice'));
    const again = await signInAgain(site, 'alice');

    const passed = await again.post('/second-factor/code', { code: codes[0] ?? '', back: '/devices' });

    expect(passed.location).toBe('/second-factor?said=recovery&back=%2Fdevices');
    const left = await again.get(must(passed.location ?? undefined, 'a way on'));
    expect(left.text).toContain('9 are left.');
    expect(left.text).toContain('href="/devices"');
  });

  it('say how long to wait after too many wrong codes', async () => {
    const site = await openStrictSite();
    await setUpFactor(site, await site.signIn('alice'));
    const again = await signInAgain(site, 'alice');
    for (let i = 0; i < 5; i += 1)
      await again.post('/second-factor/code', { code: 'AA-AAAA-AAAA-AAAA-AAAA' });

    const paused = await again.post('/second-factor/code', { code: 'AA-AAAA-AAAA-AAAA-AAAA' });

    expect([paused.status, paused.text.includes('Wait a minute')]).toEqual([429, true]);
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'lead nowhere else: %s',
    async (back) => {
      const site = await openStrictSite();
      const { shows } = await setUpFactor(site, await site.signIn('alice'));
      const again = await signInAgain(site, 'alice');

      expect((await again.get(`/second-factor/code?back=${encodeURIComponent(back)}`)).text).not.toContain(
        'evil',
      );
      expect((await again.post('/second-factor/code', { code: shows(), back })).location).toBe('/wallet');
    },
  );
});

describe('what changes a second factor', () => {
  it.each([
    ['/second-factor/codes', '/second-factor/code?back=%2Fsecond-factor'],
    ['/second-factor/begin', '/second-factor/code?back=%2Fsecond-factor'],
    ['/second-factor/remove', '/second-factor/code?back=%2Fsecond-factor'],
  ])('wants one of the last quarter of an hour: %s', async (path, location) => {
    const site = await openStrictSite();
    const alice = await site.signIn('alice');
    const { shows } = await setUpFactor(site, alice);
    site.core.clock.advance(15 * MINUTE_MS);
    function factor() {
      return site.core.db.selectFrom('factor').selectAll().where('ended_at', 'is', null).execute();
    }
    const before = await factor();

    const asked = await alice.post(path);
    expect([asked.status, asked.location]).toEqual([303, location]);
    expect(await factor()).toEqual(before);
    expect((await alice.get('/second-factor/code')).text).toContain('the last 15 minutes');
    await alice.post('/second-factor/code', { code: shows() });
    expect((await alice.post(path)).location).not.toBe(location);
  });

  it('is closed to who signed in and did not give one', async () => {
    const site = await openStrictSite();
    await setUpFactor(site, await site.signIn('alice'));
    const thief = await signInAgain(site, 'alice');

    for (const path of ['/second-factor', '/second-factor/set-up']) {
      expect((await thief.get(path)).location).toBe('/second-factor/code?back=%2Fsecond-factor');
    }
    for (const path of ['/second-factor/codes', '/second-factor/begin', '/second-factor/remove']) {
      expect((await thief.post(path)).location).toMatch(/^\/second-factor\/code/u);
    }
  });

  it('makes new recovery codes, and the old ones end', async () => {
    const site = await openStrictSite();
    const alice = await site.signIn('alice');
    const { codes } = await setUpFactor(site, alice);

    const renewed = await alice.post('/second-factor/codes');
    const again = await signInAgain(site, 'alice');

    expect(new Set([...(renewed.text.match(RECOVERY_CODE) ?? []), ...codes]).size).toBe(20);
    expect((await again.post('/second-factor/code', { code: codes[0] ?? '' })).status).toBe(403);
  });

  it('removes it where the role needs none', async () => {
    const site = await openStrictSite();
    const alice = await site.signIn('alice');
    await setUpFactor(site, alice);

    expect((await alice.post('/second-factor/remove')).location).toBe('/second-factor?said=removed');
    expect((await alice.get('/second-factor?said=removed')).text).toContain('Your second factor is removed.');
    expect((await (await signInAgain(site, 'alice')).get('/wallet')).status).toBe(200);
  });
});

describe('an amount above the one that asks for a second factor', () => {
  it('is added once it was given, by button and by code', async () => {
    const site = await openStrictSite();
    const { core, company } = site;
    const { id: organizationId } = company.organization;
    const changes = { overMinor: { USD: 5_000n } };
    await core.app.session.setFactorPolicy({ organizationId, changes, actorId: null });
    const [first, second] = [
      await company.give('morgan', 'alice', '60'),
      await company.give('morgan', 'alice', '70'),
    ];
    const button = `/wallet/gifts/${first.gifts[0]?.giftId}/redeem`;
    const codes = (await company.codeOf(second.gifts[0]?.giftId ?? '', 'alice')).reveal();
    const alice = await site.signIn('alice');

    expect((await alice.post(button)).location).toBe('/second-factor/code?back=%2Fwallet');
    expect((await alice.post('/redeem', { codes })).location).toBe('/second-factor/code?back=%2Fredeem');
    const confirmed = await alice.post('/redeem/confirm', { codes });
    expect([confirmed.status, confirmed.location]).toEqual([303, '/second-factor/code?back=%2Fredeem']);
    expect((await alice.get('/second-factor/code?back=%2Fwallet')).text).toContain('Set it up');

    await setUpFactor(site, alice, '/wallet');
    expect((await alice.post(button)).location).toBe('/wallet?said=added');
    expect((await alice.post('/redeem/confirm', { codes })).text).toContain('$70.00 added');
  });
});

describe('somebody whose second factor was reset', () => {
  it('is signed out everywhere, signs in as always, and sets up a new one', async () => {
    const site = await openStrictSite();
    const { core, person } = site;
    await core.app.people.change(site.company.organization, {
      personId: (await person('dana')).id,
      actorId: null,
      patch: { role: 'admin' },
    });
    const alice = await site.signIn('alice');
    await setUpFactor(site, alice);
    const { id: personId } = await person('alice');
    await core.app.session.askFactorReset({ admin: await person('zoe'), personId, reason: 'lost' });

    await core.app.session.confirmFactorReset({ admin: await person('dana'), personId });

    expect((await alice.get('/wallet')).location).toBe('/sign-in?back=%2Fwallet');
    const again = await signInAgain(site, 'alice');
    expect((await again.get('/wallet')).status).toBe(200);
    expect((await setUpFactor(site, again)).codes).toHaveLength(10);
  });
});
