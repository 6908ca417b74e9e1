import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_SCOPES } from '#src/domain/session/api-token.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { API_ROUTES, CALLERS, pathOf } from './api-access.ts';
import { type Api, type Caller, openApi } from './open-api.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let api: Api;
const callers = new Map<string, Caller>();
/** An admin's session, and their tokens by the scope that each lacks. */
let cookie: string;
const lacking = new Map<string, Promise<Caller>>();
beforeAll(async () => {
  api = await openApi(database.db);
  await api.company.setBudget('Engineering', 10_000_000n);
  for (const name of CALLERS) callers.set(name, await api.callAs(name));
  cookie = `__Host-largesse=${(await api.signIn('zoe')).cookies.get('__Host-largesse')}`;
});

function callWithout(scope: string): Promise<Caller> {
  const call = lacking.get(scope) ?? api.callAs('zoe', { scopes: API_SCOPES.filter((one) => one !== scope) });
  lacking.set(scope, call);
  return call;
}

type Method = 'GET' | 'POST' | 'PUT';

const cases = Object.entries(API_ROUTES).flatMap(([route, { fares }]) =>
  CALLERS.map((name) => [route, name, fares[name]] as const),
);

/** What a list shows of what Morgan gave to Alice. */
const LISTS: Record<
  string,
  { seenBy: readonly string[]; isSeen: (items: Record<string, unknown>[]) => boolean }
> = {
  '/v1/recognitions': {
    seenBy: ['morgan', 'ada', 'priya', 'finn', 'zoe'],
    isSeen: (items) => items.some(({ giver }) => giver === 'Morgan Reyes'),
  },
  '/v1/gifts': {
    seenBy: ['alice', 'morgan', 'ada', 'priya', 'finn', 'zoe'],
    isSeen: (items) => items.some(({ recipient }) => recipient === 'Alice Ito'),
  },
  '/v1/wallets': {
    seenBy: ['alice', 'priya', 'finn', 'zoe'],
    isSeen: (items) => items.some(({ name }) => name === 'Alice Ito'),
  },
  '/v1/checkouts': {
    seenBy: ['alice', 'priya', 'finn', 'zoe'],
    isSeen: (items) => items.some(({ person }) => person === 'Alice Ito'),
  },
  '/v1/catalogue': {
    seenBy: ['priya', 'finn', 'zoe'],
    isSeen: (items) => items.some(({ name }) => name === 'Mug'),
  },
  '/v1/orders': {
    seenBy: ['alice', 'priya', 'finn', 'zoe'],
    isSeen: (items) => items.some(({ buyer }) => buyer === 'Alice Ito'),
  },
  '/v1/promos': {
    seenBy: ['alice', 'priya', 'finn', 'zoe'],
    isSeen: (items) => items.some(({ person }) => person === 'Alice Ito'),
  },
  '/v1/people': {
    seenBy: ['alice', 'morgan', 'ada', 'priya', 'finn', 'zoe'],
    isSeen: (items) => items.some(({ name }) => name === 'Alice Ito'),
  },
  '/v1/departments': {
    seenBy: ['alice', 'bob', 'morgan', 'ada', 'priya', 'finn', 'zoe'],
    isSeen: (items) => items.some(({ name }) => name === 'Engineering'),
  },
  '/v1/budgets': {
    seenBy: ['morgan', 'ada', 'priya', 'finn', 'zoe'],
    isSeen: (items) => items.some(({ department }) => department === 'Engineering'),
  },
  '/v1/approvals': {
    seenBy: ['morgan', 'ada', 'priya', 'finn', 'zoe'],
    isSeen: (items) => items.some(({ requester }) => requester === 'Morgan Reyes'),
  },
  '/v1/activity': { seenBy: ['finn', 'zoe'], isSeen: (items) => items.length > 0 },
  '/v1/reports/spend?fromMonth=2026-11&toMonth=2026-11': {
    seenBy: ['morgan', 'ada', 'priya', 'finn', 'zoe'],
    isSeen: (items) => items.some(({ department }) => department === 'Engineering'),
  },
};

describe('the routes of the API', () => {
  it.each(cases)('%s, for %s: %i', async (route, name, expected) => {
    const { prepare } = API_ROUTES[route] ?? {};
    const [method = 'GET', pattern = ''] = route.split(' ');
    const prepared = (await prepare?.(api, name)) ?? {};

    const answer = await callers.get(name)?.(method as Method, pathOf(pattern, prepared), {
      ...(prepared.body !== undefined && { body: prepared.body }),
    });

    expect(answer?.status).toBe(expected);
  });

  it.each(Object.keys(API_ROUTES))(
    '%s, for somebody without a token or with another’s cookie: 401',
    async (route) => {
      const [method = 'GET', pattern = ''] = route.split(' ');

      for (const headers of [{}, { cookie }]) {
        const answer = await api.callWith(undefined)(method as Method, pathOf(pattern, {}), { headers });

        expect(answer.status).toBe(401);
        expect(answer.headers.get('www-authenticate')).toContain('Bearer');
        expect(answer.headers.get('set-cookie')).toBeNull();
      }
    },
  );

  it.each(Object.keys(API_ROUTES).filter((route) => route !== 'GET /v1/me'))(
    '%s, with a token that is for all else: 403',
    async (route) => {
      const [method = 'GET', pattern = ''] = route.split(' ');
      const [, resource = ''] = /\/v1\/(\w+)/u.exec(pattern) ?? [];
      const scope = `${resource}:${method === 'GET' ? 'read' : 'write'}`;
      const zoe = await callWithout(scope);

      const answer = await zoe(method as Method, pathOf(pattern, {}));

      expect(answer.body).toMatchObject({ status: 403, type: 'urn:largesse:problem:scope-missing' });
      expect(answer.body.detail).toContain(scope);
    },
  );

  it.each(Object.entries(LISTS))('%s shows to each what they may see', async (path, { seenBy, isSeen }) => {
    await api.company.give('morgan', 'alice', '1');
    await api.reserve();

    const seeing: string[] = [];
    for (const [name, call] of callers) {
      const limited = path.includes('?') ? path : `${path}?limit=100`;
      if (isSeen((await call('GET', limited)).body.items)) seeing.push(name);
    }

    expect(seeing).toEqual(seenBy);
  });
});
