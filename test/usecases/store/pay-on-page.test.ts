import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import type { StoreOrder } from '#src/domain/store/order.ts';
import { valueOf } from '#test/helpers/checkouts.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { type OpenStore, openStore } from '#test/helpers/orders.ts';
import { openPaidPages, type PaidPages } from '#test/helpers/paid-pages.ts';

const WEB = 'https://gifts.example.com';
const MINUTE_MS = 60_000;

const database = await createTestDatabase();
let store: OpenStore;
let pages: PaidPages;
let before: ReturnType<PaidPages['books']>;
beforeAll(async () => {
  pages = await openPaidPages(() => store.core.clock.now());
  const reachable = { platforms: [], mail: true, web: WEB };
  store = await openStore(database.db, { gifts: ['12'], deps: { payment: pages.method, reachable } });
  // Stripe's keys tell when they were made.
  store.core.clock.set(new Date().toISOString());
});
afterAll(async () => {
  await pages.close();
  await database.drop();
});

function refusal(kind: string, more: object = {}) {
  return { ok: false, refusal: { kind, ...more } };
}

/** An order for 15.00, of which Alice's wallet has 12.00, while its page is not open yet. */
async function place(): Promise<StoreOrder & { itemId: string }> {
  const item = await store.add({ name: `Lamp ${store.core.newId()}`, inStock: 2 });
  before = pages.books();
  return valueOf(await store.order(item.id, { pageMinor: 300n }));
}

/** The same, with its page open. */
async function opened(): Promise<StoreOrder> {
  const placed = await place();
  await store.app.checkout.advance(placed.checkoutId);
  return placed;
}

/** What has come to Stripe since the last order was placed. */
function since() {
  const { held, taken, payable, pages: all } = pages.books();
  return {
    held: held - before.held,
    taken: taken - before.taken,
    payable: payable - before.payable,
    pages: all - before.pages,
  };
}

/** Jobs run until the order has come to rest, for at most two hours. */
async function rest({ checkoutId, id }: StoreOrder): Promise<void> {
  for (let minutes = 0; minutes < 120; minutes += 1) {
    const next = await store.app.checkout.advance(checkoutId);
    await store.app.store.advanceOrder(id);
    if (!next) return;
    store.core.clock.advance(MINUTE_MS);
  }
}

async function backToStart({ id }: StoreOrder): Promise<void> {
  await store.app.store.cancelOrder({ actor: store.priya, orderId: id, reason: 'the test is over' });
  await store.app.store.refundOrder({ actor: store.priya, orderId: id, reason: 'the test is over' });
  await rest(await store.read(id));
  expect(await store.spendable()).toBe(1_200n);
}

describe('an order that a wallet and a card pay', () => {
  it('waits with the wallet’s part held, and nobody is told of it, until its buyer has paid', async () => {
    const { app, read, spendable, stockOf, told, alice, morgan, broken } = store;
    const placed = await opened();

    expect(placed.status).toBe('placed');
    expect(await read(placed.id)).toMatchObject({ money: 'awaiting_remainder' });
    expect([await spendable(), await stockOf(placed.itemId)]).toEqual([0n, 1]);
    expect(await told(placed.id)).toEqual([]);
    expect(since()).toEqual({ held: 0, taken: 0, payable: 1, pages: 1 });
    expect((await app.queries.store.findOrder(alice, placed.id))?.toPay).toEqual({
      amountMinor: 300n,
      until: new Date(placed.placedAt.getTime() + 60 * MINUTE_MS),
    });
    expect((await app.queries.store.findOrder(morgan, placed.id))?.toPay).toBeUndefined();

    pages.press('pay');
    valueOf(await app.store.lookAtPayment({ person: alice, orderId: placed.id }));

    expect(await read(placed.id)).toMatchObject({ status: 'placed', money: 'authorized' });
    expect(await told(placed.id)).toEqual(['order.placed to Morgan Reyes']);
    expect(since()).toEqual({ held: 300, taken: 0, payable: 0, pages: 1 });
    valueOf(await app.store.startOrder({ actor: morgan, orderId: placed.id }));
    await rest(placed);
    expect(await read(placed.id)).toMatchObject({ status: 'fulfilling', money: 'captured' });
    expect(since()).toMatchObject({ held: 0, taken: 300 });
    expect(await broken()).toEqual([]);
    await backToStart(placed);
    expect(since()).toMatchObject({ held: 0, taken: 0 });
  });

  it('is heard of although its buyer does not come back from the page', async () => {
    const { core, read } = store;
    const placed = await opened();
    pages.press('ask');
    core.clock.advance(20 * MINUTE_MS);
    await store.app.checkout.advance(placed.checkoutId);
    pages.press('agree');
    core.clock.advance(MINUTE_MS);
    await store.app.checkout.advance(placed.checkoutId);

    expect(await read(placed.id)).toMatchObject({ money: 'authorized' });
    await backToStart(placed);
  });

  it('gives a code as soon as it is paid', async () => {
    const { app, addCodes, order, read, priya } = store;
    const item = await addCodes(1);
    before = pages.books();
    const placed = valueOf(await order(item.id, { amountMinor: 2_500n, pageMinor: 1_300n }));
    await app.checkout.advance(placed.checkoutId);
    pages.press('pay');
    store.core.clock.advance(MINUTE_MS);
    await rest(placed);

    expect(await read(placed.id)).toMatchObject({ status: 'fulfilled', money: 'captured' });
    expect(since()).toMatchObject({ held: 0, taken: 1_300 });
    await app.store.refundOrder({ actor: priya, orderId: placed.id, reason: 'the test is over' });
    await rest(placed);
    expect(since()).toMatchObject({ taken: 0 });
  });

  it('is over when nobody pays in time: all comes back, and its buyer reads how much', async () => {
    const { read, spendable, stockOf, told, core, broken } = store;
    const placed = await opened();
    pages.press('decline');
    await rest(placed);

    expect(await read(placed.id)).toMatchObject({
      status: 'cancelled',
      endedWhy: 'unpaid',
      money: 'declined',
    });
    expect([await spendable(), await stockOf(placed.itemId)]).toEqual([1_200n, 2]);
    expect(await told(placed.id)).toEqual(['order.cancelled to Alice Ito']);
    const row = await core.db
      .selectFrom('notification')
      .select('detail')
      .where('subject_id', '=', placed.id)
      .executeTakeFirstOrThrow();
    expect(row.detail).toMatchObject({ money: { amountMinor: '1200', currency: 'USD' } });
    expect(since()).toEqual({ held: 0, taken: 0, payable: 0, pages: 1 });
    expect(await broken()).toEqual([]);
  });

  it.each(['nothing', 'ask'] as const)(
    'is cancelled by its buyer, and nobody can pay for it any more (%s)',
    async (press) => {
      const { app, alice, read, spendable, broken } = store;
      const placed = await opened();
      if (press === 'ask') pages.press('ask');
      valueOf(await app.store.cancelOrder({ actor: alice, orderId: placed.id }));
      await app.checkout.advance(placed.checkoutId);
      pages.press(press === 'ask' ? 'agree' : 'pay');
      await rest(placed);

      expect(await read(placed.id)).toMatchObject({ status: 'cancelled', money: 'voided' });
      expect(since()).toEqual({ held: 0, taken: 0, payable: 0, pages: 1 });
      expect(await spendable()).toBe(1_200n);
      expect(await app.store.openPayment({ person: alice, orderId: placed.id })).toEqual({
        ok: true,
        value: { url: undefined },
      });
      expect(await broken()).toEqual([]);
    },
  );

  it('gives back what was paid just before its buyer cancelled it', async () => {
    const { app, alice, read, spendable, broken } = store;
    const placed = await opened();
    pages.press('pay');
    valueOf(await app.store.cancelOrder({ actor: alice, orderId: placed.id }));
    expect(since()).toMatchObject({ held: 300 });
    await rest(placed);

    expect(await read(placed.id)).toMatchObject({ status: 'cancelled', money: 'voided' });
    expect(since()).toEqual({ held: 0, taken: 0, payable: 0, pages: 1 });
    expect(await spendable()).toBe(1_200n);
    expect(await broken()).toEqual([]);
  });

  it('keeps what was paid in the last second, though it is heard of minutes later', async () => {
    const { core, read } = store;
    const placed = await opened();
    core.clock.advance(60 * MINUTE_MS - 1_000);
    pages.press('pay');
    core.clock.advance(3 * MINUTE_MS);
    await store.app.checkout.advance(placed.checkoutId);

    expect(await read(placed.id)).toMatchObject({ status: 'placed', money: 'authorized' });
    expect(since()).toMatchObject({ held: 300 });
    await backToStart(placed);
  });

  it('gives back what was paid while the provider could not be asked until it was over', async () => {
    const { core, read, spendable, broken } = store;
    const placed = await opened();
    pages.press('pay');
    core.clock.advance(66 * MINUTE_MS);
    pages.server.fail('cut-before');
    await store.app.checkout.advance(placed.checkoutId);
    expect(await read(placed.id)).toMatchObject({
      status: 'cancelled',
      endedWhy: 'unpaid',
      money: 'expired',
    });
    await rest(placed);

    expect(since()).toEqual({ held: 0, taken: 0, payable: 0, pages: 1 });
    expect(await spendable()).toBe(1_200n);
    expect(await broken()).toEqual([]);
  });

  it('opens no page for an order that ended before it was asked for', async () => {
    const { app, alice } = store;
    const placed = await place();
    valueOf(await app.store.cancelOrder({ actor: alice, orderId: placed.id }));
    await rest(placed);

    expect(since()).toMatchObject({ pages: 0 });
    expect(await app.store.openPayment({ person: alice, orderId: placed.id })).toMatchObject({
      value: { url: undefined },
    });
    expect(since()).toMatchObject({ pages: 0 });
  });

  it('closes a page whose opening was lost when its order is cancelled', async () => {
    const { app, alice, read } = store;
    const placed = await place();
    pages.server.fail('cut-after', /^POST/u);
    await app.checkout.advance(placed.checkoutId);
    expect(since()).toMatchObject({ pages: 1, payable: 1 });
    valueOf(await app.store.cancelOrder({ actor: alice, orderId: placed.id }));
    await rest(placed);

    expect(await read(placed.id)).toMatchObject({ status: 'cancelled' });
    expect(since()).toEqual({ held: 0, taken: 0, payable: 0, pages: 1 });
  });
});

describe('the page on which the rest is paid', () => {
  it('is for the buyer alone', async () => {
    const { app, alice, morgan, priya } = store;
    const placed = await opened();

    const mine = valueOf(await app.store.openPayment({ person: alice, orderId: placed.id }));
    expect(mine.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/c\/pay\/cs_test_/u);
    for (const person of [morgan, priya]) {
      const orderId = placed.id;
      expect(await app.store.openPayment({ person, orderId })).toEqual(refusal('unknown-order'));
      expect(await app.store.lookAtPayment({ person, orderId })).toEqual(refusal('unknown-order'));
    }
    expect(since()).toMatchObject({ pages: 1 });
    await backToStart(placed);
  });

  it('tells the provider no address, no code and nobody’s name', async () => {
    const placed = await opened();
    const session = must(pages.server.state.sessions.at(-1), 'page');

    expect(session.returnTo).toBe(`${WEB}/orders/${placed.id}/paid`);
    expect(Object.keys(session.intentMetadata)).toEqual(['largesse_tender']);
    expect(session.name).toBe(placed.itemName);
    expect(JSON.stringify(session)).not.toMatch(/alice|@/iu);
    await backToStart(placed);
  });

  it('is opened at once when its buyer is faster than the job', async () => {
    const { app, alice } = store;
    const placed = await place();

    const first = valueOf(await app.store.openPayment({ person: alice, orderId: placed.id }));
    const again = valueOf(await app.store.openPayment({ person: alice, orderId: placed.id }));

    expect(first.url).toMatch(/pay/u);
    expect(again).toEqual(first);
    expect(since()).toMatchObject({ pages: 1 });
    await backToStart(placed);
  });

  it('is refused for a moment while the provider does not answer', async () => {
    const { app, alice } = store;
    const placed = await opened();
    pages.server.fail('cut-before');

    const asked = { person: alice, orderId: placed.id };
    expect(await app.store.openPayment(asked)).toEqual(refusal('order-payment-waits'));
    expect(valueOf(await app.store.openPayment(asked)).url).toMatch(/pay/u);
    await backToStart(placed);
  });

  it('is never another site’s without https', async () => {
    const { app, alice } = store;
    const placed = await opened();
    const url = pages.server.state.url;
    for (const bad of ['http://pay.example.com', 'javascript:alert(1)//', 'https://me:x@pay.example.com']) {
      pages.server.state.url = bad;
      await expect(app.store.openPayment({ person: alice, orderId: placed.id })).rejects.toThrow(/https/u);
    }
    pages.server.state.url = url;
    await backToStart(placed);
  });
});

describe('what a card is not asked for', () => {
  it('is another amount than its buyer has seen', async () => {
    const { add, order, spendable } = store;
    const item = await add({ name: 'Rug' });
    const now = { amountMinor: '300', currency: 'USD' };

    for (const pageMinor of [200n, 400n, 1_500n]) {
      const was = { amountMinor: `${pageMinor}`, currency: 'USD' };
      expect(await order(item.id, { pageMinor })).toEqual(refusal('rest-changed', { was, now }));
    }
    expect(await order(item.id)).toMatchObject(refusal('wallet-short'));
    expect(await order(item.id, { amountMinor: 1_500n, pageMinor: 0n })).toMatchObject({ ok: false });
    expect(await spendable()).toBe(1_200n);
  });

  it('is less than a card pays', async () => {
    const { add, order, app } = store;
    const item = await add({ name: 'Card', prices: { USD: 1_230n } });

    expect(app.checkout.takesRest({ amountMinor: 30n, currency: 'USD' })).toBe(false);
    expect(await order(item.id, { amountMinor: 1_230n, pageMinor: 30n })).toMatchObject(
      refusal('wallet-short', { missing: { amountMinor: '30', currency: 'USD' } }),
    );
  });

  it('is anything where there is no such method, it has no pages, or nobody could come back from them', async () => {
    const rest = { amountMinor: 300n, currency: 'USD' };
    const reachable = { platforms: [], mail: true, web: WEB };
    const { pages: _, ...without } = pages.method;

    const takes = [
      { payment: pages.method, reachable },
      { payment: without, reachable },
      { reachable },
      { payment: pages.method },
    ].map((deps) => makeCore(database.db, deps).app.checkout.takesRest(rest));

    expect(takes).toEqual([true, false, false, false]);
  });
});

describe('a card whose bank asks its owner, given to the API', () => {
  it('is declined at once, and nothing stays open at the provider', async () => {
    const { add, order, read, work, broken } = store;
    const item = await add({ name: 'Vase' });
    const placed = valueOf(await order(item.id, { paymentToken: 'pm_card_authenticationRequired' }));
    await work(placed, 1);

    expect(await read(placed.id)).toMatchObject({
      status: 'cancelled',
      endedWhy: 'unpaid',
      money: 'declined',
    });
    expect(pages.server.state.intents.at(-1)).toMatchObject({ status: 'canceled', capturable: 0 });
    expect(await broken()).toEqual([]);
  });
});

describe('an order whose checkout was changed past Largesse', () => {
  it('is not asked about, and the provider’s answer moves nothing', async () => {
    const { app, alice, read } = store;
    const placed = await opened();
    pages.press('pay');
    const { id } = await database.owner
      .updateTable('tender')
      .set({ provider_ref: 'pi_another' })
      .where('checkout_id', '=', placed.checkoutId)
      .where('kind', '=', 'payment')
      .returning('id')
      .executeTakeFirstOrThrow();

    expect(await app.store.lookAtPayment({ person: alice, orderId: placed.id })).toEqual(
      refusal('changed-by-hand', { what: 'checkout' }),
    );
    await expect(app.checkout.advance(placed.checkoutId)).rejects.toThrow(/past Largesse/u);
    expect(await read(placed.id)).toMatchObject({ money: 'awaiting_remainder' });
    expect(id).toBeDefined();
  });
});
