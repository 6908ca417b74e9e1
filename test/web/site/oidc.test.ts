import { afterAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { CLIENT, startIdentityProvider } from '#test/servers/identity-provider.ts';
import { createOidcClient } from '#src/web/sign-in/oidc-client.ts';
import { openSite, PUBLIC_URL, type Visitor } from './open-site.ts';

const CALLBACK = `${PUBLIC_URL}/sign-in/oidc/callback`;

const database = await createTestDatabase();
const provider = await startIdentityProvider(CALLBACK);
afterAll(async () => {
  await provider.close();
  await database.drop();
});

function open() {
  return openSite(database.db, { oidc: createOidcClient({ issuer: provider.issuer, ...CLIENT }) });
}

/** Follows a browser through the provider until it is sent back to us. */
async function goToProvider(start: string): Promise<string> {
  const cookies = new Map<string, string>();
  let url = start;
  for (let hop = 0; hop < 10; hop += 1) {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null)
      throw new Error(`the provider answers ${response.status}: ${await response.text()}`);
    url = new URL(location, url).href;
    if (url.startsWith(PUBLIC_URL)) return url.slice(PUBLIC_URL.length);
  }
  throw new Error('the provider does not come to an end');
}

async function signInAt(visitor: Visitor, path = '/sign-in/oidc') {
  const started = await visitor.get(path);
  const returned = await goToProvider(started.location ?? '');
  return { returned, answer: await visitor.get(returned) };
}

describe('signing in at the company’s identity provider', () => {
  it('finds somebody by the address that it vouches for, and from then on by its own name for them', async () => {
    const site = await open();
    const sub = crypto.randomUUID();
    provider.be({ sub, email: 'alice@example.com', isVerified: true });
    const first = await signInAt(site.visit(), '/sign-in/oidc?back=%2Fdevices');

    provider.be({ sub, email: 'renamed@elsewhere.example', isVerified: false });
    const alice = site.visit();
    const second = await signInAt(alice);

    expect(first.answer).toMatchObject({ status: 303, location: '/devices' });
    expect(second.answer).toMatchObject({ status: 303, location: '/wallet' });
    expect((await alice.get('/wallet')).text).toContain('Alice Ito');
  });

  it.each([
    ['does not vouch for', { email: 'bob@example.com', isVerified: false }],
    ['says nothing about', { email: 'bob@example.com' }],
    ['vouches for, but nobody here has', { email: 'stranger@example.com', isVerified: true }],
  ])('lets nobody in by an address that it %s', async (_, account) => {
    const site = await open();
    provider.be({ sub: crypto.randomUUID(), ...account });

    const { answer } = await signInAt(site.visit());

    expect(answer.status).toBe(403);
    expect(answer.text).toContain('We do not know this account');
  });

  it('lets no second account in for a person who has one, though it has their address', async () => {
    const site = await open();
    provider.be({ sub: crypto.randomUUID(), email: 'alice@example.com', isVerified: true });
    await signInAt(site.visit());

    provider.be({ sub: crypto.randomUUID(), email: 'alice@example.com', isVerified: true });

    expect((await signInAt(site.visit())).answer.status).toBe(403);
  });

  it('gives nobody a role', async () => {
    const site = await open();
    provider.be({ sub: crypto.randomUUID(), email: 'zoe@example.com', isVerified: true });
    const zoe = site.visit();

    await signInAt(zoe);
    const found = await site.core.app.session.find(zoe.cookies.get('__Host-largesse') ?? '');

    expect(found?.person).toMatchObject({ name: 'Zoe Admin', role: 'employee' });
  });

  it('comes back once, in the browser that went there', async () => {
    const site = await open();
    provider.be({ sub: crypto.randomUUID(), email: 'alice@example.com', isVerified: true });
    const alice = site.visit();
    const started = await alice.get('/sign-in/oidc');
    const returned = await goToProvider(started.location ?? '');

    const foreign = await site.visit().get(returned);
    const own = await alice.get(returned);
    const again = await alice.get(returned);

    expect([foreign.status, own.status, again.status]).toEqual([410, 303, 410]);
  });

  it('is not finished with another state, or a code of somebody else', async () => {
    const site = await open();
    provider.be({ sub: crypto.randomUUID(), email: 'alice@example.com', isVerified: true });
    const [alice, mallory] = [site.visit(), site.visit()];
    const returned = await goToProvider((await alice.get('/sign-in/oidc')).location ?? '');
    await mallory.get('/sign-in/oidc');

    const injected = await mallory.get(returned);

    expect(injected.status).toBe(403);
    expect(mallory.cookies.has('__Host-largesse')).toBe(false);
  });

  it('says so when the provider does not answer', async () => {
    const site = await openSite(database.db, {
      oidc: createOidcClient({ issuer: 'http://127.0.0.1:1', ...CLIENT }),
    });

    const { status, text } = await site.visit().get('/sign-in/oidc');

    expect(status).toBe(503);
    expect(text).toContain('That sign-in did not work');
    expect(site.core.log.lines.some(({ level }) => level === 'error')).toBe(true);
  });
});
