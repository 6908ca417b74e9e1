import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { valueOf } from '#test/helpers/checkouts.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { granted } from '#test/helpers/promos.ts';
import { stockCodes } from '#test/helpers/stock.ts';
import { type Api, type ApiBody, type Caller, openApi } from './open-api.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let api: Api;
let callers: Record<'alice' | 'morgan' | 'priya' | 'finn', Caller>;
beforeAll(async () => {
  api = await openApi(database.db);
  const [alice, morgan, priya, finn] = await Promise.all(
    ['alice', 'morgan', 'priya', 'finn'].map((who) => api.callAs(who)),
  );
  callers = {
    alice: must(alice, 'Alice'),
    morgan: must(morgan, 'Morgan'),
    priya: must(priya, 'Priya'),
    finn: must(finn, 'Finn'),
  };
});

/** Gives somebody so many dollars of gift funds. */
async function fund(who: string, amount: string): Promise<void> {
  const { gifts } = await api.company.give('morgan', who, amount);
  await api.company.redeem(who, await api.company.codeOf(must(gifts[0], 'gift').giftId, who));
}

function namesIn({ items }: Pick<ApiBody, 'items'>): unknown[] {
  return items.map(({ name }) => name);
}

describe('the list of wallets', () => {
  it('has pages, and in each wallet what it holds and what waits', async () => {
    await fund('alice', '20');
    await granted(api.core, api.company, 'alice', 700n);
    await api.company.give('morgan', 'bob', '3');
    const { id } = await api.company.person('alice');
    await callers.priya('POST', `/v1/wallets/${id}/freeze`, { body: { reason: 'a lost phone' } });

    const whole = await callers.priya('GET', '/v1/wallets');
    const first = await callers.priya('GET', '/v1/wallets?limit=1');
    const second = await callers.priya('GET', `/v1/wallets?limit=1&cursor=${first.body.nextCursor}`);

    expect(whole.body.items).toContainEqual({
      personId: id,
      name: 'Alice Ito',
      isFrozen: true,
      balances: [{ currency: 'USD', giftMinor: 2_000, promotionalMinor: 700, waiting: 0 }],
    });
    expect(whole.body.items).toContainEqual(
      expect.objectContaining({
        isFrozen: false,
        balances: [{ currency: 'USD', giftMinor: 0, promotionalMinor: 0, waiting: 1 }],
      }),
    );
    expect([...namesIn(first.body), ...namesIn(second.body)]).toEqual(namesIn(whole.body).slice(0, 2));
    const other = await callers.priya('GET', `/v1/promos?cursor=${first.body.nextCursor}`);
    expect(other.body).toMatchObject({ status: 400, type: 'urn:largesse:problem:bad-cursor' });
  });

  it('shows everybody to HR and finance, and others their own', async () => {
    expect(namesIn((await callers.finn('GET', '/v1/wallets')).body)).toContain('Alice Ito');
    expect(namesIn((await callers.alice('GET', '/v1/wallets')).body)).toEqual(['Alice Ito']);
    expect(namesIn((await callers.morgan('GET', '/v1/wallets')).body)).toEqual([]);
  });

  it('takes a token that is for wallets', async () => {
    const other = await api.callAs('priya', { scopes: ['reports:read'] });

    expect((await other('GET', '/v1/wallets')).status).toBe(403);
    expect((await other('GET', '/v1/reports/stock')).status).toBe(200);
  });
});

describe('the reports', () => {
  it('say who has left with gift funds, and what is paid out to them', async () => {
    const { app, clock } = api.core;
    await fund('dana', '12');
    const { id: personId } = await api.company.person('dana');
    await app.people.deactivate(api.company.organization, { personId, actorId: null });
    const left = await callers.priya('GET', '/v1/reports/leavers');
    expect(left.body.items).toMatchObject([
      { personId, amount: { amountMinor: 1_200, currency: 'USD' }, honouredAt: null },
    ]);
    const asked = await app.wallet.requestClosing({
      person: await api.company.person('priya'),
      ownerId: personId,
      way: 'pay-out',
      reason: 'has left',
    });
    valueOf(
      await app.approval.decide({
        person: await api.company.person('zoe'),
        approvalId: asked.ok ? must(asked.value.closings[0], 'closing').approvalId : '',
        decision: { kind: 'approve' },
        passedAt: clock.now(),
      }),
    );

    const paid = await callers.finn('GET', '/v1/reports/payouts');
    const later = await callers.finn('GET', '/v1/reports/payouts?since=2999-01-01T00:00:00Z');

    expect(paid.body.items).toMatchObject([
      { amount: { amountMinor: 1_200, currency: 'USD' }, reason: 'has left' },
    ]);
    expect(later.body.items).toEqual([]);
    expect((await callers.priya('GET', '/v1/reports/leavers')).body.items).toEqual([]);
    expect((await callers.morgan('GET', '/v1/reports/payouts')).body.items).toEqual([]);
    const odd = await callers.finn('GET', '/v1/reports/payouts?since=yesterday');
    expect(odd.body).toMatchObject({ status: 400, type: 'urn:largesse:problem:invalid-request' });
  });

  it('say how many codes are left, to those who keep the stock', async () => {
    const priya = await api.company.person('priya');
    await stockCodes(api.core, priya, ['REPORT-0001', 'REPORT-0002'], { product: 'Cinema' });

    const stock = await callers.priya('GET', '/v1/reports/stock');

    expect(stock.body.items).toMatchObject([
      { product: 'Cinema', left: 2, levels: [{ left: 2, given: 0, expired: 0, recalled: 0 }] },
    ]);
    expect(JSON.stringify(stock.body)).not.toContain('REPORT-0001');
    expect((await callers.morgan('GET', '/v1/reports/stock')).body.items).toEqual([]);
  });
});
