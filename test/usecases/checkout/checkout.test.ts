import { afterAll, describe, expect, it } from 'vitest';
import { addShop, asShop, buy, partsOf, valueOf } from '#test/helpers/checkouts.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { granted, takeBack } from '#test/helpers/promos.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeWalletCompany } from '#test/helpers/wallet-company.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const DAY_MS = 86_400_000;

/** Alice, who has so much of gift funds in USD, and a store to spend them in. */
async function start(gift = '10') {
  const core = makeCore(database.db);
  const company = await makeWalletCompany(core);
  const shop = await addShop(core, company);
  const alice = await company.person('alice');
  if (gift !== '0') await core.app.gift.redeem({ person: alice, giftId: await company.gift('alice', gift) });

  async function held() {
    const composed = await core.app.queries.wallet.compose(alice, alice.id);
    return composed?.find(({ currency }) => currency === 'USD');
  }

  async function rows() {
    const found = await core.app.queries.wallet.history(alice, alice.id, { currency: 'USD', limit: 20 });
    return (found?.rows ?? []).map(({ kind, amountMinor, balanceAfterMinor, note }) => {
      return [kind, amountMinor, balanceAfterMinor, note];
    });
  }

  /** Bought and paid in one go. */
  async function pay(amountMinor: bigint) {
    const { id } = valueOf(await buy(core, company, { shop, amountMinor }));
    return valueOf(await core.app.checkout.capture({ ...asShop(shop, id), requestId: 'all' }));
  }

  return { core, company, shop, alice, held, rows, pay };
}

async function broken() {
  return (await verifyLedger(database.db)).checks.filter(({ ok }) => !ok);
}

describe('authorizing a checkout', () => {
  it('holds promotional credit by its day, then gift funds', async () => {
    const { core, company, shop, held } = await start();
    await granted(core, company, 'alice', 300n, { days: 40 });
    const soonest = await granted(core, company, 'alice', 200n, { days: 20 });

    const checkout = valueOf(await buy(core, company, { shop, amountMinor: 900n }));

    expect(checkout).toMatchObject({ status: 'authorized', amountMinor: 900n });
    expect(partsOf(checkout)).toEqual(['promo 200/0/0', 'promo 300/0/0', 'gift 400/0/0']);
    expect(checkout.tenders[0]?.grantId).toBe(soonest);
    expect(await held()).toMatchObject({ spendableMinor: 600n, giftMinor: 600n, promo: [] });
    expect(await broken()).toEqual([]);
  });

  it('is done once, however often it is asked', async () => {
    const { core, company, shop, held } = await start();
    const asked = { shop, amountMinor: 400n, requestId: 'order 1' };

    const first = await buy(core, company, asked);
    const again = await buy(core, company, asked);
    const other = await buy(core, company, { ...asked, amountMinor: 500n });
    const another = await buy(core, company, { ...asked, who: 'bob' });

    expect(again).toMatchObject({ ok: true, value: { id: first.ok && first.value.id } });
    for (const one of [other, another]) {
      expect(one).toEqual({
        ok: false,
        refusal: { kind: 'checkout-asked-differently', request: 'order 1' },
      });
    }
    expect(await held()).toMatchObject({ spendableMinor: 600n });
  });

  it('is refused with what is missing, and holds nothing then', async () => {
    const { core, company, shop, held } = await start();

    expect(await buy(core, company, { shop, amountMinor: 1_001n })).toEqual({
      ok: false,
      refusal: {
        kind: 'wallet-short',
        asked: { amountMinor: '1001', currency: 'USD' },
        missing: { amountMinor: '1', currency: 'USD' },
      },
    });
    expect(await held()).toMatchObject({ spendableMinor: 1_000n });
    expect(await broken()).toEqual([]);
  });

  it('is refused in another currency than the marketplace’s, by its name', async () => {
    const { core, company, shop } = await start();

    expect(await buy(core, company, { shop, amountMinor: 100n, currency: 'EUR' })).toEqual({
      ok: false,
      refusal: { kind: 'marketplace-currency', marketplace: 'Store', given: 'EUR', expected: 'USD' },
    });
    expect(await buy(core, company, { shop, amountMinor: 100n, marketplaceId: core.newId() })).toMatchObject({
      refusal: { kind: 'unknown-marketplace', known: ['Store'] },
    });
  });

  it('is refused to a frozen wallet, also by the database', async () => {
    const { core, company, shop, alice } = await start();
    const person = await company.person('priya');
    await core.app.wallet.freeze({ person, ownerId: alice.id, isFrozen: true, reason: 'stolen' });

    expect(await buy(core, company, { shop, amountMinor: 100n })).toEqual({
      ok: false,
      refusal: { kind: 'wallet-frozen' },
    });
    const row = { person_id: alice.id, marketplace_id: shop.id, organization_id: shop.organizationId };
    await expect(
      core.db
        .insertInto('checkout')
        .values({
          ...row,
          id: core.newId(),
          amount_minor: 1n,
          currency: 'USD',
          request_id: 'x',
          made_at: new Date(1),
          expires_at: new Date(2),
          status: 'authorized',
        })
        .execute(),
    ).rejects.toMatchObject({ code: '23001' });
  });

  it('asks for a second factor above the amount that asks for one', async () => {
    const { core, company, shop } = await start();
    await core.app.session.setFactorPolicy({
      organizationId: shop.organizationId,
      changes: { overMinor: { USD: 500n } },
      actorId: null,
    });

    expect(await buy(core, company, { shop, amountMinor: 501n })).toMatchObject({
      refusal: { kind: 'second-factor-to-spend' },
    });
    expect(await buy(core, company, { shop, amountMinor: 500n })).toMatchObject({ ok: true });
    const passedAt = core.clock.now();
    expect(await buy(core, company, { shop, amountMinor: 500n, passedAt })).toMatchObject({ ok: true });
  });

  it('freezes a wallet that spends more often than the rules say', async () => {
    const { core, company, shop, held } = await start();
    const velocity = { 'spends-per-hour': { limit: 2, measure: 'freeze' as const } };
    await core.app.wallet.setGuard({
      organizationId: shop.organizationId,
      changes: { velocity },
      actorId: null,
    });

    const outcomes = [];
    for (const amountMinor of [10n, 20n, 30n]) outcomes.push(await buy(core, company, { shop, amountMinor }));

    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(await held()).toMatchObject({ spendableMinor: 970n, isFrozen: true });
    expect(await broken()).toEqual([]);
  });

  it('tells admins of an amount far above what somebody usually spends', async () => {
    const { core, company, shop, alice } = await start('100');
    for (let nth = 0; nth < 5; nth += 1) await buy(core, company, { shop, amountMinor: 10n });

    await buy(core, company, { shop, amountMinor: 201n });

    expect(await company.notificationsOf('guard.fired', alice.id)).toEqual(['zoe']);
  });
});

describe('capturing a checkout', () => {
  it('takes what was held', async () => {
    const { core, company, shop, held, rows } = await start();
    const { id } = valueOf(await buy(core, company, { shop, amountMinor: 400n, description: 'a mug' }));

    const captured = valueOf(await core.app.checkout.capture({ ...asShop(shop, id), requestId: 'ship' }));

    expect(captured).toMatchObject({ status: 'captured', capturedMinor: 400n });
    expect(partsOf(captured)).toEqual(['gift 400/400/0']);
    expect(await held()).toMatchObject({ spendableMinor: 600n });
    expect(await rows()).toEqual([
      ['checkout.authorized', -400n, 600n, 'Store: a mug'],
      ['code.redeemed', 1_000n, 1_000n, undefined],
    ]);
    expect(await broken()).toEqual([]);
  });

  it('takes a part, credit first, and gives the rest back', async () => {
    const { core, company, shop, held } = await start();
    await granted(core, company, 'alice', 300n);
    const { id } = valueOf(await buy(core, company, { shop, amountMinor: 700n }));

    const part = { ...asShop(shop, id), requestId: 'ship', amountMinor: 350n };
    const captured = valueOf(await core.app.checkout.capture(part));

    expect(partsOf(captured)).toEqual(['promo 300/300/0', 'gift 400/50/0']);
    expect(await held()).toMatchObject({ spendableMinor: 950n, promo: [] });
    expect(await broken()).toEqual([]);
  });

  it('is done once by the same request, and refused to another', async () => {
    const { core, company, shop } = await start();
    const { id } = valueOf(await buy(core, company, { shop, amountMinor: 400n }));
    const request = { ...asShop(shop, id), requestId: 'ship' };

    const first = await core.app.checkout.capture(request);
    const again = await core.app.checkout.capture(request);
    const other = await core.app.checkout.capture({ ...request, requestId: 'ship again' });

    expect([first.ok, again.ok]).toEqual([true, true]);
    expect(other).toEqual({ ok: false, refusal: { kind: 'checkout-over', how: 'captured' } });
    expect(await broken()).toEqual([]);
  });

  it('is refused beyond what is held, to another marketplace, and to people who may not', async () => {
    const { core, company, shop } = await start();
    const other = await addShop(core, company, { name: 'Another' });
    const { id } = valueOf(await buy(core, company, { shop, amountMinor: 400n }));
    const request = { ...asShop(shop, id), requestId: 'ship' };
    const bob = await company.person('bob');

    const outcomes = [
      await core.app.checkout.capture({ ...request, amountMinor: 401n }),
      await core.app.checkout.capture({ ...request, amountMinor: 0n }),
      await core.app.checkout.capture({ ...request, by: { marketplaceId: other.id } }),
      await core.app.checkout.capture({ ...request, by: { person: bob } }),
    ];

    expect(outcomes.map((one) => !one.ok && one.refusal.kind)).toEqual([
      'capture-too-much',
      'amount-not-positive',
      'unknown-checkout',
      'checkout-not-allowed',
    ]);
  });
});

describe('a checkout that is not captured', () => {
  it('gives all back when it is voided, as often as that is asked', async () => {
    const { core, company, shop, held, rows } = await start();
    const grantId = await granted(core, company, 'alice', 300n);
    const { id } = valueOf(await buy(core, company, { shop, amountMinor: 700n }));

    const voided = await core.app.checkout.void(asShop(shop, id));
    const again = await core.app.checkout.void(asShop(shop, id));

    expect([voided, again]).toMatchObject([{ value: { status: 'voided' } }, { value: { status: 'voided' } }]);
    expect(await held()).toMatchObject({
      spendableMinor: 1_300n,
      giftMinor: 1_000n,
      promo: [{ grantId, leftMinor: 300n }],
    });
    expect((await rows())[0]).toEqual(['checkout.voided', 700n, 1_300n, 'Store']);
    expect(await core.app.checkout.capture({ ...asShop(shop, id), requestId: 'late' })).toMatchObject({
      refusal: { kind: 'checkout-over', how: 'voided' },
    });
    expect(await broken()).toEqual([]);
  });

  it('expires after a week, by the job', async () => {
    const { core, company, shop, held } = await start();
    const { id } = valueOf(await buy(core, company, { shop, amountMinor: 700n }));

    core.clock.advance(7 * DAY_MS - 1);
    await core.app.checkout.advance(id);
    expect(await held()).toMatchObject({ spendableMinor: 300n });
    core.clock.advance(1);
    await core.app.checkout.advance(id);

    expect(await held()).toMatchObject({ spendableMinor: 1_000n });
    expect(await broken()).toEqual([]);
  });

  it('expires when its owner spends again, or its shop captures it', async () => {
    const { core, company, shop, held } = await start();
    const first = valueOf(await buy(core, company, { shop, amountMinor: 700n }));
    core.clock.advance(7 * DAY_MS);

    const second = valueOf(await buy(core, company, { shop, amountMinor: 1_000n }));
    core.clock.advance(7 * DAY_MS);
    const late = await core.app.checkout.capture({ ...asShop(shop, second.id), requestId: 'late' });

    expect(late).toEqual({ ok: false, refusal: { kind: 'checkout-over', how: 'expired' } });
    expect(await core.app.queries.checkout.find(await company.person('alice'), first.id)).toMatchObject({
      status: 'expired',
    });
    expect(await held()).toMatchObject({ spendableMinor: 1_000n });
    expect(await broken()).toEqual([]);
  });
});

describe('refunding a checkout', () => {
  it('gives back what paid last first, as often as something is left', async () => {
    const { core, company, shop, held, rows, pay } = await start();
    await granted(core, company, 'alice', 300n);
    const { id } = await pay(700n);

    const part = { ...asShop(shop, id), requestId: '1', amountMinor: 450n, reason: 'broken' };
    const first = valueOf(await core.app.checkout.refund(part));
    const rest = valueOf(await core.app.checkout.refund({ ...asShop(shop, id), requestId: '2' }));
    const more = await core.app.checkout.refund({ ...asShop(shop, id), requestId: '3' });

    expect(partsOf(first)).toEqual(['promo 300/300/50', 'gift 400/400/400']);
    expect(partsOf(rest)).toEqual(['promo 300/300/300', 'gift 400/400/400']);
    expect(more).toMatchObject({ refusal: { kind: 'refund-too-much' } });
    expect(await held()).toMatchObject({ spendableMinor: 1_300n });
    expect((await rows()).slice(0, 2)).toEqual([
      ['checkout.refunded', 250n, 1_300n, 'Store'],
      ['checkout.refunded', 450n, 1_050n, 'Store'],
    ]);
    expect(await broken()).toEqual([]);
  });

  it('is done once by the same request', async () => {
    const { core, shop, pay } = await start();
    const { id } = await pay(700n);
    const request = { ...asShop(shop, id), requestId: '1', amountMinor: 300n };

    await core.app.checkout.refund(request);
    const again = valueOf(await core.app.checkout.refund(request));
    const other = await core.app.checkout.refund({ ...request, amountMinor: 200n });

    expect(partsOf(again)).toEqual(['gift 700/700/300']);
    expect(other).toMatchObject({ refusal: { kind: 'checkout-asked-differently' } });
    expect(await broken()).toEqual([]);
  });

  it('is refused before anything was taken', async () => {
    const { core, company, shop } = await start();
    const { id } = valueOf(await buy(core, company, { shop, amountMinor: 700n }));

    expect(await core.app.checkout.refund({ ...asShop(shop, id), requestId: '1' })).toEqual({
      ok: false,
      refusal: { kind: 'checkout-not-captured' },
    });
  });

  it('brings credit back for a fortnight whose day is over, from which it expires to its department', async () => {
    const { core, company, shop, held, pay } = await start('0');
    const grantId = await granted(core, company, 'alice', 500n, { days: 10 });
    const { id } = await pay(400n);
    core.clock.advance(11 * DAY_MS);
    await core.app.wallet.advancePromo(grantId);
    expect(await company.left('Engineering')).toBe(49_600n);

    await core.app.checkout.refund({ ...asShop(shop, id), requestId: '1', amountMinor: 300n });
    await core.app.checkout.refund({ ...asShop(shop, id), requestId: '2', amountMinor: 100n });

    const restored = (await held())?.promo ?? [];
    expect(restored.map(({ leftMinor }) => leftMinor)).toEqual([300n, 100n]);
    for (const { expiresAt, reason } of restored) {
      expect([expiresAt, reason]).toEqual([
        new Date(core.clock.now().getTime() + 14 * DAY_MS),
        'for the spring',
      ]);
    }
    expect(await broken()).toEqual([]);
    const spent = await pay(350n);
    await core.app.checkout.refund({ ...asShop(shop, spent.id), requestId: '3' });
    core.clock.advance(14 * DAY_MS);
    for (const { grantId: back } of restored) await core.app.wallet.advancePromo(back);
    expect((await held())?.spendableMinor ?? 0n).toBe(0n);
    expect(await broken()).toEqual([]);
  });

  it('gives what is voided back to credit whose day came meanwhile, too', async () => {
    const { core, company, shop, held } = await start('0');
    const grantId = await granted(core, company, 'alice', 500n, { days: 3 });
    const { id } = valueOf(await buy(core, company, { shop, amountMinor: 500n }));
    core.clock.advance(4 * DAY_MS);
    await core.app.wallet.advancePromo(grantId);

    await core.app.checkout.void(asShop(shop, id));

    expect(await held()).toMatchObject({ spendableMinor: 500n });
    expect(await broken()).toEqual([]);
  });

  it('lets finance take back what came back to a grant', async () => {
    const { core, company, shop, held, pay } = await start('0');
    const grantId = await granted(core, company, 'alice', 500n);
    const { id } = await pay(400n);
    await takeBack(core, company, grantId);
    await core.app.checkout.refund({ ...asShop(shop, id), requestId: '1' });
    const [restored] = (await held())?.promo ?? [];

    expect(await takeBack(core, company, restored?.grantId ?? '')).toMatchObject({ ok: true });

    expect(await held()).toMatchObject({ spendableMinor: 0n, promo: [] });
    expect(await company.left('Engineering')).toBe(50_000n);
    expect(await broken()).toEqual([]);
  });

  it.each(['return', 'pay-out'] as const)(
    'sends the gift funds of a closed wallet (%s) where the others went, and tells finance',
    async (way) => {
      const { core, company, shop, alice, held, pay } = await start();
      const { id } = await pay(400n);
      const authorized = valueOf(await buy(core, company, { shop, amountMinor: 100n }));
      const person = await company.person('priya');
      const asked = await core.app.wallet.requestClosing({ person, ownerId: alice.id, way, reason: 'left' });
      await company.decide('zoe', valueOf(asked).closings[0]?.approvalId ?? '');

      const refunded = valueOf(await core.app.checkout.refund({ ...asShop(shop, id), requestId: '1' }));
      await core.app.checkout.void(asShop(shop, authorized.id));

      expect(partsOf(refunded)).toEqual(['gift 400/400/400']);
      expect(await held()).toMatchObject({ spendableMinor: 0n });
      const told = await core.db
        .selectFrom('notification')
        .select('person_id')
        .where('organization_id', '=', shop.organizationId)
        .where('kind', '=', 'wallet.adjusted')
        .execute();
      const finn = (await company.person('finn')).id;
      expect(told).toEqual([{ person_id: finn }, { person_id: finn }]);
      const payouts = await core.app.queries.wallet.listPayouts(person, {});
      expect(payouts.map(({ amountMinor }) => amountMinor).toSorted((a, b) => Number(a - b))).toEqual(
        way === 'return' ? [] : [100n, 400n, 500n],
      );
      expect(await broken()).toEqual([]);
    },
  );
});
