import { afterAll, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { valueOf } from '#test/helpers/checkouts.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { type OpenStore, openStore } from '#test/helpers/orders.ts';

const database = await createTestDatabase();
afterAll(database.drop);

function times<T>(count: number, act: (nth: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, nth) => act(nth)));
}

function refusals(outcomes: Awaited<ReturnType<OpenStore['order']>>[]): Set<string | false> {
  return new Set(outcomes.map((one) => !one.ok && one.refusal.kind).filter(Boolean));
}

/** Everybody here has enough for what they order. */
const BUYERS = ['alice', 'bob', 'mallory', 'dana', 'priya'];

async function openRichStore() {
  const store = await openStore(database.db, { gifts: ['50'] });
  const { core, company } = store;
  for (const who of BUYERS.slice(1)) {
    await core.app.gift.redeem({ person: await company.person(who), giftId: await company.gift(who, '50') });
  }
  return store;
}

describe('fifty who order at once', () => {
  it('get the last one of own goods once', async () => {
    const { add, order, stockOf, spendable, broken } = await openRichStore();
    const item = await add({ inStock: 1 });

    const outcomes = await times(50, (nth) => order(item.id, { who: must(BUYERS[nth % 5], 'buyer') }));

    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(refusals(outcomes)).toEqual(new Set(['out-of-stock']));
    expect(await stockOf(item.id)).toBe(0);
    const left = await Promise.all(BUYERS.map((who) => spendable(who)));
    expect(left.reduce((sum = 0n, one = 0n) => sum + one, 0n)).toBe(25_000n - 1_500n);
    expect(await broken()).toEqual([]);
  });

  it('get the last code once', async () => {
    const { addCodes, order, broken } = await openRichStore();
    const item = await addCodes(1);

    const outcomes = await times(50, (nth) =>
      order(item.id, { who: must(BUYERS[nth % 5], 'buyer'), amountMinor: 2_500n }),
    );

    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await broken()).toEqual([]);
  });

  it('spend the last cent once', async () => {
    const { add, order, spendable, broken } = await openRichStore();
    const big = await add({ name: 'Big', prices: { USD: 4_999n } });
    const small = await add({ name: 'Small', prices: { USD: 1n } });
    valueOf(await order(big.id, { amountMinor: 4_999n }));

    const outcomes = await times(50, () => order(small.id, { amountMinor: 1n }));

    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(refusals(outcomes)).toEqual(new Set(['wallet-short']));
    expect(await spendable()).toBe(0n);
    expect(await broken()).toEqual([]);
  });

  it('are one order where they are one click, and no more than one may have where they are not', async () => {
    const { add, order, spendable } = await openRichStore();
    const mug = await add({ prices: { USD: 10n }, limitPerPerson: 3 });
    const amountMinor = 10n;

    const clicks = await times(50, () => order(mug.id, { amountMinor, requestId: 'one click' }));
    expect(new Set(clicks.map((one) => valueOf(one).id)).size).toBe(1);
    const outcomes = await times(50, () => order(mug.id, { amountMinor }));

    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(2);
    expect(refusals(outcomes)).toEqual(new Set(['order-limit']));
    expect(await spendable()).toBe(4_970n);
  });
});

describe('an order that several settle at once', () => {
  it('is fulfilled or cancelled, and its money and stock come back once or not at all', async () => {
    const { app, add, order, read, spendable, stockOf, alice, morgan, priya, broken } = await openRichStore();
    const item = await add({ prices: { USD: 100n }, inStock: 10 });
    const placed = await times(10, () => order(item.id, { amountMinor: 100n }));
    const ids = placed.map((one) => valueOf(one).id);

    await Promise.all(
      ids.flatMap((orderId) => [
        app.store.cancelOrder({ actor: alice, orderId }),
        app.store.fulfilOrder({ actor: morgan, orderId }),
        app.store.startOrder({ actor: morgan, orderId }),
        app.store.cancelOrder({ actor: priya, orderId, reason: 'sold out' }),
        app.store.refundOrder({ actor: priya, orderId, reason: 'broken' }),
        app.store.refundOrder({ actor: morgan, orderId, reason: 'broken' }),
      ]),
    );

    const states = await Promise.all(ids.map(async (id) => (await read(id)).status));
    const gone = states.filter((one) => one === 'fulfilled' || one === 'fulfilling').length;
    expect(await spendable()).toBe(5_000n - 100n * BigInt(gone));
    expect(await stockOf(item.id)).toBe(10 - gone);
    expect(await broken()).toEqual([]);
  });

  it('is bought once, and paid or given back once, although several workers settle it', async () => {
    const { app, addCard, order, read, shop, spendable, broken } = await openRichStore();
    const item = await addCard();
    const placed = valueOf(await order(item.id, { amountMinor: 2_000n }));

    await times(10, async () => {
      await app.reward.buy(placed.id);
      await app.store.advanceOrder(placed.id);
    });

    expect(await read(placed.id)).toMatchObject({ status: 'fulfilled', money: 'captured' });
    expect(shop.sold.size).toBe(1);
    expect(await spendable()).toBe(3_000n);
    expect(await broken()).toEqual([]);
  });
});
