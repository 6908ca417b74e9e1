import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Marketplace } from '#src/domain/checkout/checkout.ts';
import { createCardProvider } from '#test/helpers/card-provider.ts';
import { addShop } from '#test/helpers/checkouts.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { granted } from '#test/helpers/promos.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { type Api, type Caller, openApi } from './open-api.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const SCOPES = ['checkouts:read', 'checkouts:write', 'marketplaces:read'] as const;
const ALICE = { email: 'alice@example.com' };

let api: Api;
let shop: Caller;
let other: Marketplace;
let otherShop: Caller;
beforeAll(async () => {
  api = await openApi(database.db, {}, { payment: createCardProvider().method });
  await api.company.setBudget('Engineering', 10_000_000n);
  other = await addShop(api.core, api.company, { name: 'Canteen' });
  shop = await api.callAs('bob', { scopes: SCOPES, marketplaceId: api.shop.id });
  otherShop = await api.callAs('zoe', { scopes: SCOPES, marketplaceId: other.id });
});

/** Alice has this much more, and the shop holds as much of it for her. */
async function held(amountMinor: number) {
  await granted(api.core, api.company, 'alice', BigInt(amountMinor));
  const body = { marketplaceId: api.shop.id, person: ALICE, amountMinor, currency: 'USD' };
  return shop('POST', '/v1/checkouts', { body });
}

async function broken() {
  return (await verifyLedger(database.db)).checks.filter(({ ok }) => !ok);
}

function problem(kind: string) {
  return expect.objectContaining({ type: `urn:largesse:problem:${kind}` }) as object;
}

describe('a shop with a token of its own', () => {
  it('holds, takes a part and gives it back in parts', async () => {
    const asked = await held(1_000);
    const path = `/v1/checkouts/${asked.body.id}`;

    const captured = await shop('POST', `${path}/capture`, { body: { amountMinor: 700 } });
    const first = await shop('POST', `${path}/refund`, { body: { amountMinor: 300, reason: 'broken' } });
    const rest = await shop('POST', `${path}/refund`, { body: {} });
    const over = await shop('POST', `${path}/refund`, { body: { amountMinor: 1 } });

    expect(asked).toMatchObject({
      status: 201,
      body: {
        status: 'authorized',
        amount: { amountMinor: 1_000, currency: 'USD' },
        tenders: [{ kind: 'promo', authorizedMinor: 1_000 }],
      },
    });
    expect(captured.body).toMatchObject({ status: 'captured', capturedMinor: 700, refundedMinor: 0 });
    expect(first.body).toMatchObject({ refundedMinor: 300 });
    expect(rest.body).toMatchObject({ refundedMinor: 700 });
    expect(over.body).toEqual(problem('refund-too-much'));
    expect((await shop('GET', path)).body).toEqual(rest.body);
    expect(await broken()).toEqual([]);
  });

  it('gives back what it does not take', async () => {
    const asked = await held(500);

    const voided = await shop('POST', `/v1/checkouts/${asked.body.id}/void`);
    const late = await shop('POST', `/v1/checkouts/${asked.body.id}/capture`, { body: {} });

    expect(voided.body).toMatchObject({ status: 'voided', capturedMinor: 0 });
    expect(late.body).toEqual(problem('checkout-over'));
  });

  it('does each once, however often it asks, even when its first answer is forgotten', async () => {
    await granted(api.core, api.company, 'alice', 2_000n);
    const body = { marketplaceId: api.shop.id, person: ALICE, amountMinor: 400, currency: 'USD' };
    const first = await shop('POST', '/v1/checkouts', { body, key: 'order-1' });
    const path = `/v1/checkouts/${first.body.id}`;
    const capture = { body: {}, key: 'order-1-take' };
    await shop('POST', `${path}/capture`, capture);
    const refund = { body: { amountMinor: 100 }, key: 'order-1-back' };
    await shop('POST', `${path}/refund`, refund);
    await database.owner.deleteFrom('api_request').execute();

    const again = await shop('POST', '/v1/checkouts', { body, key: 'order-1' });
    const dearer = await shop('POST', '/v1/checkouts', { body: { ...body, amountMinor: 500 } });
    await shop('POST', `${path}/capture`, capture);
    const back = await shop('POST', `${path}/refund`, refund);

    expect(again.body.id).toBe(first.body.id);
    expect(dearer.body.id).not.toBe(first.body.id);
    expect(back.body).toMatchObject({ capturedMinor: 400, refundedMinor: 100 });
  });

  it('sees its own purchases alone, whatever its person may see, and settles no others', async () => {
    const asked = await held(100);
    const path = `/v1/checkouts/${asked.body.id}`;

    const seen = await otherShop('GET', path);
    const taken = await otherShop('POST', `${path}/capture`, { body: {} });
    const listed = await otherShop('GET', `/v1/checkouts?marketplaceId=${api.shop.id}`);
    const shops = await otherShop('GET', '/v1/marketplaces');
    const own = await shop('GET', '/v1/checkouts');

    expect(seen.body).toEqual(problem('not-found'));
    expect(taken.body).toEqual(problem('unknown-checkout'));
    expect(listed.body.items).toEqual([]);
    expect(shops.body.items).toEqual([{ id: other.id, name: 'Canteen', currency: 'USD' }]);
    expect(own.body.items.map(({ id }) => id)).toContain(asked.body.id);
  });

  it('says whose wallet pays, and sells for its own marketplace alone', async () => {
    const body = { marketplaceId: api.shop.id, amountMinor: 1, currency: 'USD' };
    const stranger = { email: 'nobody@example.com' };

    const nobody = await shop('POST', '/v1/checkouts', { body });
    const unknown = await shop('POST', '/v1/checkouts', { body: { ...body, person: stranger } });
    const elsewhere = await otherShop('POST', '/v1/checkouts', { body: { ...body, person: ALICE } });
    const me = await shop('GET', '/v1/me');

    expect(nobody.body).toEqual(problem('buyer-missing'));
    expect(unknown.body).toEqual(problem('unknown-buyer'));
    expect(elsewhere.body).toEqual(problem('not-your-marketplace'));
    expect(me.body).toMatchObject({ token: { marketplaceId: api.shop.id } });
  });

  it('takes less than the wallet holds, unless another payment method pays the rest', async () => {
    const bob = { email: 'bob@example.com' };
    await granted(api.core, api.company, 'bob', 300n);
    const body = { marketplaceId: api.shop.id, person: bob, amountMinor: 500, currency: 'USD' };

    const short = await shop('POST', '/v1/checkouts', { body });
    const mixed = await shop('POST', '/v1/checkouts', { body: { ...body, paymentToken: 'pm_card' } });
    const path = `/v1/checkouts/${mixed.body.id}/capture`;
    const early = await shop('POST', path, { body: {}, key: 'take' });
    await api.core.app.checkout.advance(mixed.body.id);
    const asked = await shop('POST', path, { body: {}, key: 'take' });
    await api.core.app.checkout.advance(mixed.body.id);
    const done = await shop('GET', `/v1/checkouts/${mixed.body.id}`);

    expect(short.body).toEqual(problem('wallet-short'));
    expect(mixed.body).toMatchObject({ status: 'awaiting_remainder' });
    // The same key asks again: what waits is no answer for ever.
    expect(early.body).toEqual(problem('checkout-waits'));
    expect(asked.body).toMatchObject({ status: 'capturing', capturedMinor: 0 });
    expect(done.body).toMatchObject({ status: 'captured', capturedMinor: 500 });
  });

  it('is stopped by a frozen wallet, and by the amount for a second factor', async () => {
    const { id: ownerId, organizationId } = await api.company.person('alice');
    const [priya, reason] = [await api.company.person('priya'), 'lost phone'];
    await api.core.app.wallet.freeze({ person: priya, ownerId, isFrozen: true, reason });
    const frozen = await held(100);
    await api.core.app.wallet.freeze({ person: priya, ownerId, isFrozen: false, reason });
    const changes = { overMinor: { USD: 5_000n } };
    await api.core.app.session.setFactorPolicy({ organizationId, changes, actorId: null });

    const dear = await held(5_001);
    await api.core.app.session.setFactorPolicy({
      organizationId,
      changes: { overMinor: { USD: null } },
      actorId: null,
    });

    expect(frozen.body).toEqual(problem('wallet-frozen'));
    expect(dear.body).toMatchObject({ status: 403, type: 'urn:largesse:problem:second-factor-to-spend' });
    expect(dear.body.detail).toContain('$50.00');
    expect(dear.body.detail).toContain('on the web');
  });
});

describe('a token of somebody', () => {
  it.each(['morgan', 'finn', 'zoe'])(
    'never spends another’s wallet, whatever their role: %s',
    async (who) => {
      await granted(api.core, api.company, 'alice', 100n);
      const call = await api.callAs(who);
      const body = { marketplaceId: api.shop.id, person: ALICE, amountMinor: 1, currency: 'USD' };

      const answer = await call('POST', '/v1/checkouts', { body });

      expect(answer.body).toEqual(problem('not-your-wallet'));
    },
  );

  it('spends its own person’s, named or not', async () => {
    await granted(api.core, api.company, 'alice', 100n);
    const alice = await api.callAs('alice');
    const body = { marketplaceId: api.shop.id, person: ALICE, amountMinor: 1, currency: 'USD' };

    const answer = await alice('POST', '/v1/checkouts', { body });

    expect(answer).toMatchObject({ status: 201, body: { status: 'authorized' } });
  });
});
