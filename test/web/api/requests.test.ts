import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { buy, valueOf } from '#test/helpers/checkouts.ts';
import { granted } from '#test/helpers/promos.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { type Api, type Caller, openApi } from './open-api.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let api: Api;
let morgan: Caller;
let token: string;
beforeAll(async () => {
  api = await openApi(database.db);
  token = (await api.makeToken('morgan')).text;
  morgan = api.callWith(token);
});

const GIFT = { recipients: [{ email: 'alice@example.com' }], amountMinor: 2_500, currency: 'USD' };
const PATH = '/v1/recognitions';

describe('what a program sends', () => {
  it.each([
    ['an unknown key', { ...GIFT, amount: 25 }, '/amount'],
    [
      'an unknown key inside',
      { ...GIFT, recipients: [{ email: 'alice@example.com', admin: true }] },
      '/recipients/0/admin',
    ],
    ['an amount of words', { ...GIFT, amountMinor: '25' }, '/amountMinor'],
    ['a fraction', { ...GIFT, amountMinor: 25.5 }, '/amountMinor'],
    ['more than numbers can hold', { ...GIFT, amountMinor: 1e20 }, '/amountMinor'],
    ['nothing to give', { ...GIFT, amountMinor: 0 }, '/amountMinor'],
    ['less than nothing', { ...GIFT, amountMinor: -5 }, '/amountMinor'],
    ['no currency', { recipients: GIFT.recipients, amountMinor: 5 }, '/currency'],
    ['a currency that is none', { ...GIFT, currency: 'ABC' }, '/currency'],
    ['nobody', { ...GIFT, recipients: [] }, '/recipients'],
    ['a text that no database keeps', { ...GIFT, message: 'a\0b' }, '/message'],
    ['half a character', { ...GIFT, message: 'a\uD83D' }, '/message'],
    ['a list', [], ''],
  ])('is refused with what is wrong where: %s', async (_what, body, pointer) => {
    const answer = await morgan('POST', PATH, { body });

    expect(answer.body).toMatchObject({ status: 400, type: 'urn:largesse:problem:invalid-request' });
    expect(answer.body.errors.map((error) => error.pointer)).toContain(pointer);
  });

  it('is refused when it is about the shape of objects', async () => {
    const body = `{"recipients":[{"email":"alice@example.com"}],"amountMinor":1,"currency":"USD","__proto__":{"role":"admin"}}`;

    const answer = await morgan('POST', PATH, { body });

    expect(answer.status).toBe(400);
    expect(({} as Record<string, unknown>)['role']).toBeUndefined();
  });

  it.each([
    ['no JSON', '{', {}, 400, 'unreadable'],
    ['a form', 'amountMinor=25', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'no-json'],
    ['text', JSON.stringify(GIFT), { 'content-type': 'text/plain' }, 415, 'no-json'],
    ['nothing that says what it is', JSON.stringify(GIFT), { 'content-type': '' }, 415, 'no-json'],
    ['too much', JSON.stringify({ ...GIFT, message: 'x'.repeat(70_000) }), {}, 413, 'too-large'],
  ])('is refused: %s', async (_what, body, headers, status, kind) => {
    const answer = await morgan('POST', PATH, { body, headers });

    expect(answer.body).toMatchObject({ status, type: `urn:largesse:problem:${kind}` });
  });

  it('is refused when it is too much, though it does not say how much it is', async () => {
    const part = new TextEncoder().encode(' '.repeat(40_000));
    const body = new ReadableStream({
      start(stream) {
        for (const one of [part, part]) stream.enqueue(one);
        stream.close();
      },
    });
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': 'a-stream',
    };

    const response = await api.web.request(PATH, {
      method: 'POST',
      headers,
      body,
      duplex: 'half',
    } as RequestInit);

    expect(response.status).toBe(413);
  });

  it.each([
    ['/v1/gifts?limit=0', 'limit'],
    ['/v1/gifts?limit=101', 'limit'],
    ['/v1/gifts?limit=many', 'limit'],
    ['/v1/gifts?limit=1&limit=2', 'limit'],
    ['/v1/gifts?page=2', 'page'],
    ['/v1/gifts?giverId=morgan', 'giverId'],
    ['/v1/gifts?since=yesterday', 'since'],
    ['/v1/gifts/1', 'id'],
    ['/v1/activity?kind=gift.invented', 'kind'],
    ['/v1/reports/spend?fromMonth=2026-13&toMonth=2026-12', 'fromMonth'],
    ['/v1/wallets/me/activity', 'currency'],
  ])('is refused in an address: %s', async (path, parameter) => {
    const answer = await morgan('GET', path);

    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error) => error.parameter)).toContain(parameter);
  });

  it.each([
    ['no scheme', () => token],
    ['another scheme', () => `Basic ${token}`],
    ['two tokens', () => `Bearer ${token}, Bearer ${token}`],
    ['something longer', () => `Bearer ${token}x`],
    ['a page of it', () => `Bearer ${'x'.repeat(8_000)}`],
    ['an id for SQL', () => `Bearer lgs_' or 1=1 --.${'x'.repeat(43)}`],
  ])('is no token: %s', async (_what, authorization) => {
    const answer = await api.callWith(undefined)('GET', '/v1/me', {
      headers: { authorization: authorization() },
    });

    expect(answer.status).toBe(401);
    expect(answer.body.detail).not.toContain(token);
  });

  it('may write the scheme as it likes', async () => {
    const answer = await api.callWith(undefined)('GET', '/v1/me', {
      headers: { authorization: `bearer  ${token}` },
    });

    expect(answer.status).toBe(200);
  });
});

describe('what a program gets', () => {
  it('is for itself alone: no other site reads it, no cache keeps it, no cookie comes with it', async () => {
    const origin = 'https://evil.example';
    const answer = await morgan('GET', '/v1/me', { headers: { origin, cookie: '__Host-largesse=x' } });
    const asked = await api.web.request('/v1/me', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'GET' },
    });

    for (const { headers } of [answer, asked]) {
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('set-cookie')).toBeNull();
      expect(headers.get('cache-control')).toBe('no-store');
    }
    expect(asked.status).toBe(401);
  });

  it('says that there is nothing where there is nothing', async () => {
    const answer = await morgan('GET', '/v1/nowhere');

    expect(answer.body).toMatchObject({ status: 404, type: 'urn:largesse:problem:not-found' });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it('is what came of a gift: refused, with what is left, or given', async () => {
    const dear = await morgan('POST', PATH, { body: { ...GIFT, amountMinor: 9_999_900 } });
    const fine = await morgan('POST', PATH, { body: { ...GIFT, message: 'thank you' } });
    const [dearId, fineId] = [dear.body.id, fine.body.id];
    await api.core.app.recognition.issue([dearId, fineId]);

    const [refused, given] = [
      await morgan('GET', `${PATH}/${dearId}`),
      await morgan('GET', `${PATH}/${fineId}`),
    ];

    expect(fine.body).toMatchObject({ status: 'queued', each: { amountMinor: 2_500, currency: 'USD' } });
    expect(refused.body).toMatchObject({
      status: 'refused',
      refusal: { type: 'urn:largesse:problem:over-budget', detail: expect.stringContaining('$500.00') },
      gifts: [],
    });
    expect(given.body).toMatchObject({
      status: 'issued',
      message: 'thank you',
      gifts: [{ recipient: 'Alice Ito', amount: { amountMinor: 2_500, currency: 'USD' } }],
    });
  });

  it('is refused when an employee gives', async () => {
    const alice = await api.callAs('alice');
    const asked = await alice('POST', PATH, {
      body: { ...GIFT, recipients: [{ email: 'bob@example.com' }] },
    });
    await api.core.app.recognition.issue([asked.body.id]);

    const answer = await alice('GET', `${PATH}/${asked.body.id}`);

    expect(answer.body).toMatchObject({ refusal: { type: 'urn:largesse:problem:not-allowed' } });
  });

  it('never says whose a code is, and locks out who tries many', async () => {
    const { gifts } = await api.company.give('morgan', 'alice', '1');
    const code = await api.company.codeOf(must(gifts[0], 'gift').giftId, 'alice');
    const dana = await api.callAs('dana');

    const typo = await dana('POST', '/v1/codes/redeem', { body: { code: 'ABCD' } });
    const answers = [];
    for (let tries = 0; tries < 11; tries += 1) {
      answers.push(await dana('POST', '/v1/codes/redeem', { body: { code: code.reveal() } }));
    }

    expect(typo.body).toMatchObject({ status: 422, type: 'urn:largesse:problem:mistyped-code' });
    expect(answers[0]?.body).toMatchObject({ status: 422, type: 'urn:largesse:problem:code-refused' });
    expect(answers.at(-1)?.body).toMatchObject({ status: 429, type: 'urn:largesse:problem:too-many-codes' });
    expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('an approval above the amount for a second factor', () => {
  it('says where its person goes on, and can be declined', async () => {
    const { id: organizationId } = api.company.organization;
    const { approvalId } = await api.reserve();
    const ada = await api.callAs('ada');
    function setOver(minor: bigint | null) {
      const changes = { overMinor: { USD: minor } };
      return api.core.app.session.setFactorPolicy({ organizationId, changes, actorId: null });
    }
    await setOver(100n);

    const approved = await ada('POST', `/v1/approvals/${approvalId}/approve`);
    const declined = await ada('POST', `/v1/approvals/${approvalId}/decline`, {
      body: { reason: 'too much' },
    });
    await setOver(null);

    expect(approved.body).toMatchObject({
      status: 403,
      type: 'urn:largesse:problem:second-factor-to-approve',
    });
    expect(approved.body.detail).toContain('approves it on the web');
    expect(declined.body).toMatchObject({ status: 'declined' });
  });
});

describe('a list', () => {
  beforeAll(async () => {
    await api.company.setBudget('Engineering', 10_000_000n);
    await granted(api.core, api.company, 'alice', 6n);
    const buyer = await api.company.person('alice');
    for (let count = 0; count < 3; count += 1) {
      const mug = { itemId: api.mug.id, amountMinor: 1n, currency: 'USD', passedAt: null };
      valueOf(await api.core.app.store.order({ ...mug, buyer, requestId: api.core.newId() }));
      valueOf(await buy(api.core, api.company, { shop: api.shop, amountMinor: 1n }));
    }
  });

  it.each([
    ['/v1/gifts', 'morgan'],
    ['/v1/recognitions', 'morgan'],
    ['/v1/people', 'zoe'],
    ['/v1/departments', 'zoe'],
    ['/v1/activity', 'zoe'],
    ['/v1/approvals', 'zoe'],
    ['/v1/checkouts', 'zoe'],
    ['/v1/orders', 'zoe'],
  ])('comes page by page, each thing once, whatever is added meanwhile: %s', async (path, who) => {
    const call = await api.callAs(who);
    for (let count = 0; count < 3; count += 1) {
      await api.company.give('morgan', 'alice', '1');
      await api.reserve();
    }
    const whole = (await call('GET', `${path}?limit=100`)).body.items.map(({ id }) => id);
    api.core.clock.advance(1_000);

    const seen: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const next: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await call('GET', `${path}?limit=2${next}`);
      if (cursor === '') await api.company.give('morgan', 'bob', '1');
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    }

    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(whole);
  });

  it('of a wallet comes page by page, with its balances', async () => {
    const bob = await api.callAs('bob');
    for (const amount of ['1', '2', '3']) {
      const { gifts } = await api.company.give('morgan', 'bob', amount);
      const giftId = must(gifts[0], 'gift').giftId;
      await api.core.app.gift.redeem({ person: await api.company.person('bob'), giftId });
    }

    const first = await bob('GET', '/v1/wallets/me/activity?currency=USD&limit=2');
    const next = encodeURIComponent(first.body.nextCursor ?? '');
    const second = await bob('GET', `/v1/wallets/me/activity?currency=USD&limit=2&cursor=${next}`);
    const other = await bob('GET', `/v1/wallets/me/activity?currency=EUR&limit=2&cursor=${next}`);

    expect(first.body.items.map(({ balanceAfterMinor }) => balanceAfterMinor)).toEqual([600, 300]);
    expect(second.body.items).toMatchObject([{ amountMinor: 100, balanceAfterMinor: 100 }]);
    expect(second.body.nextCursor).toBeNull();
    expect(other.body).toMatchObject({ status: 400, type: 'urn:largesse:problem:bad-cursor' });
  });

  it.each(['x', 'W10', 'bnVsbA', Buffer.from('["a","b"]').toString('base64url')])(
    'refuses a cursor of something else: %s',
    async (cursor) => {
      const answer = await morgan('GET', `/v1/gifts?cursor=${cursor}`);

      expect(answer.body).toMatchObject({ status: 400, type: 'urn:largesse:problem:bad-cursor' });
    },
  );

  it('refuses a cursor of the same list by another filter', async () => {
    await api.company.give('morgan', 'alice', '1');
    await api.company.give('morgan', 'alice', '1');
    const first = await morgan('GET', '/v1/gifts?limit=1');

    const answer = await morgan('GET', `/v1/gifts?status=redeemed&cursor=${first.body.nextCursor}`);

    expect(answer.status).toBe(400);
  });
});

describe('the budget of a department', () => {
  it('is set by nobody who gives from it, but by somebody else in finance', async () => {
    const finn = await api.callAs('finn');
    const own = await api.company.department('People');
    const other = await api.company.department('Design');
    const body = { amountMinor: 50_000, currency: 'USD' };

    const refused = await finn('PUT', `/v1/budgets/${own.id}`, { body });
    const set = await finn('PUT', `/v1/budgets/${other.id}`, { body });

    expect(refused.body).toMatchObject({ status: 403, type: 'urn:largesse:problem:own-budget' });
    expect(set.status).toBe(200);
  });
});
