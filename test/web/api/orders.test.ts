import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { granted } from '#test/helpers/promos.ts';
import { type Api, type Caller, openApi } from './open-api.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let api: Api;
let alice: Caller;
let priya: Caller;
let order: { itemId: string; amountMinor: number; currency: string };
beforeAll(async () => {
  api = await openApi(database.db);
  [alice, priya] = [await api.callAs('alice'), await api.callAs('priya')];
  await granted(api.core, api.company, 'alice', 10n);
  order = { itemId: api.mug.id, amountMinor: 1, currency: 'USD' };
});

async function spendable(): Promise<unknown> {
  const { body } = await alice('GET', '/v1/wallets/me');
  return (body['balances'] as { spendableMinor: number }[])[0]?.spendableMinor;
}

function problem(kind: string) {
  return expect.objectContaining({ type: `urn:largesse:problem:${kind}` }) as object;
}

describe('an order', () => {
  it('is placed for what the store offers, once for each key, and fulfilled by whoever sees to it', async () => {
    const before = Number(await spendable());
    const offers = await alice('GET', '/v1/catalogue/offers/me');
    const placed = await alice('POST', '/v1/orders', { body: order, key: 'mug' });
    await database.owner.deleteFrom('api_request').execute();
    const again = await alice('POST', '/v1/orders', { body: order, key: 'mug' });

    const fulfilled = await priya('POST', `/v1/orders/${placed.body.id}/fulfil`, {
      body: { note: 'at the desk' },
    });
    const refunded = await priya('POST', `/v1/orders/${placed.body.id}/refund`, {
      body: { reason: 'broken' },
    });

    expect(offers.body.items).toMatchObject([
      {
        itemId: api.mug.id,
        name: 'Mug',
        costs: [{ amountMinor: 1, currency: 'USD', lackMinor: 0 }],
        left: null,
      },
    ]);
    expect(placed).toMatchObject({ status: 201, body: { status: 'placed', item: 'Mug', deeds: ['cancel'] } });
    expect(again.body.id).toBe(placed.body.id);
    expect(fulfilled.body).toMatchObject({ status: 'fulfilled', note: 'at the desk', deeds: ['refund'] });
    expect(refunded.body).toMatchObject({ status: 'refunded', reason: 'broken', endedWhy: 'person' });
    expect(await spendable()).toBe(before);
  });

  it('is cancelled by its buyer until somebody has taken it on', async () => {
    const [first, second] = [
      await alice('POST', '/v1/orders', { body: order }),
      await alice('POST', '/v1/orders', { body: order }),
    ];
    await priya('POST', `/v1/orders/${second.body.id}/start`);

    const cancelled = await alice('POST', `/v1/orders/${first.body.id}/cancel`, { body: {} });
    const late = await alice('POST', `/v1/orders/${second.body.id}/cancel`, { body: {} });

    expect(cancelled.body).toMatchObject({ status: 'cancelled', endedWhy: 'buyer' });
    expect(late.body).toEqual(problem('order-started'));
  });

  it('is refused at another price, and when the wallet is too low', async () => {
    const cheaper = await alice('POST', '/v1/orders', { body: { ...order, amountMinor: 2 } });
    const poor = await (await api.callAs('bob'))('POST', '/v1/orders', { body: order });

    expect(cheaper.body).toEqual(problem('price-changed'));
    expect(poor.body).toEqual(problem('wallet-short'));
  });
});

describe('a wallet', () => {
  it('is frozen, so that nothing is spent, and unfrozen', async () => {
    const { id } = await api.company.person('alice');

    const frozen = await priya('POST', `/v1/wallets/${id}/freeze`, { body: { reason: 'a lost phone' } });
    const tried = await alice('POST', '/v1/orders', { body: order });
    await priya('POST', `/v1/wallets/${id}/unfreeze`, { body: { reason: 'found' } });
    const bought = await alice('POST', '/v1/orders', { body: order });

    expect(frozen.body).toEqual({ personId: id, isFrozen: true });
    expect(tried.body).toEqual(problem('wallet-frozen'));
    expect(bought.status).toBe(201);
  });

  it('waits for a second person to close it', async () => {
    const { id } = await api.company.person('bob');
    const { gifts } = await api.company.give('morgan', 'bob', '5');
    const bob = await api.company.person('bob');
    await api.core.app.gift.redeem({ person: bob, giftId: gifts[0]?.giftId ?? '' });

    const asked = await priya('POST', `/v1/wallets/${id}/close`, { body: { way: 'return', reason: 'left' } });

    expect(asked).toMatchObject({
      status: 202,
      body: { way: 'return', closings: [{ amount: { amountMinor: 500, currency: 'USD' } }] },
    });
  });
});
