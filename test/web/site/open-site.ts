import type { Hono } from 'hono';
import { transact } from '#src/db/kit/transact.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { beginSession } from '#src/usecases/session/steps/begin-session.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { createWebApp, type WebDeps } from '#src/web/create-web-app.tsx';
import type { SiteDeps } from '#src/web/site-deps.ts';
import { createWords } from '#src/words/words.ts';
import { personRow } from '#test/helpers/company.ts';

export const PUBLIC_URL = 'https://gifts.example.com';

/** The company's web pages, as a proxy with a certificate passes requests on to them. */
export async function openSite(
  db: Db,
  overrides: Partial<SiteDeps> = {},
  deps: Partial<Deps> = {},
  more: Partial<WebDeps> = {},
) {
  const core = makeCore(db, {
    reachable: { platforms: ['slack'], mail: true, web: PUBLIC_URL },
    ...deps,
  });
  const company = await makeCompany(core);
  await core.app.people.import(company.organization, [personRow('Zoe Admin', 'People', 'admin')]);
  // Those who are about to test a role's pages need not set a second factor up for each.
  const { id: organizationId } = company.organization;
  await core.app.session.setFactorPolicy({ organizationId, changes: { roles: [] }, actorId: null });
  const site: SiteDeps = {
    app: core.app,
    words: createWords(),
    log: core.log,
    clock: core.clock,
    organization: company.organization,
    publicUrl: PUBLIC_URL,
    trustedProxies: [],
    hasMail: true,
    setup: {
      platforms: ['slack'],
      misconfigured: [],
      hasMailServer: true,
      publicUrl: PUBLIC_URL,
      hasOidc: false,
    },
    ...overrides,
  };
  const web = createWebApp({
    log: core.log,
    newId: core.newId,
    checks: {},
    approvals: { app: core.app, words: site.words },
    claims: { app: core.app, words: site.words },
    site,
    ...more,
  });
  const origin = 'publicUrl' in overrides ? (overrides.publicUrl ?? 'http://localhost') : PUBLIC_URL;
  return {
    core,
    company,
    site,
    web,
    visit: () => visit(web, origin),
    signIn: async (userId: string) => signInAs(await company.person(userId)),
    signInAs,
    person: company.person,
  };

  /** A browser in which somebody is signed in. */
  async function signInAs(person: Person) {
    const visitor = visit(web, origin);
    const { token } = await beginFor(core, person);
    visitor.cookies.set('__Host-largesse', token);
    return visitor;
  }
}

export type Site = Awaited<ReturnType<typeof openSite>>;

/** Opens a session past the pages. */
export async function beginFor(core: TestCore, person: Parameters<typeof beginSession>[2]['person']) {
  return transact(core, (tx) =>
    beginSession(core, tx, {
      person,
      how: 'chat',
      isLimited: false,
      origin: { userAgent: AGENT, address: '192.0.2.1' },
      replaced: undefined,
    }),
  );
}

export const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

export type Visitor = ReturnType<typeof visit>;

/** A browser: it keeps cookies, and says where its forms come from. */
export function visit(web: Hono, origin: string | undefined = PUBLIC_URL) {
  const cookies = new Map<string, string>();
  async function send(path: string, init: RequestInit = {}) {
    const response = await web.request(`${origin ?? PUBLIC_URL}${path}`, {
      ...init,
      headers: { 'user-agent': AGENT, ...cookieHeader(cookies), ...(init.headers as Record<string, string>) },
    });
    keepCookies(cookies, response);
    return {
      status: response.status,
      location: response.headers.get('location'),
      headers: response.headers,
      text: await response.text(),
    };
  }
  return {
    cookies,
    send,
    get: (path: string, headers: Record<string, string> = {}) => send(path, { headers }),
    post: (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
      send(path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { origin: origin ?? PUBLIC_URL, ...headers },
      }),
  };
}

function cookieHeader(cookies: ReadonlyMap<string, string>): Record<string, string> {
  if (cookies.size === 0) return {};
  return { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
}

function keepCookies(cookies: Map<string, string>, response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
    if (/max-age=0/iu.test(line) || value === '') cookies.delete(name);
    else cookies.set(name, value);
  }
}
