import { afterAll, beforeAll, expect, it } from 'vitest';
import { valueOf } from '#test/helpers/checkouts.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { type OpenStore, openStore } from '#test/helpers/orders.ts';
import { openPaidPages, type PaidPages } from '#test/helpers/paid-pages.ts';

const MINUTE_MS = 60_000;

const database = await createTestDatabase();
let store: OpenStore;
let pages: PaidPages;
beforeAll(async () => {
  pages = await openPaidPages(() => store.core.clock.now());
  const reachable = { platforms: [], mail: true, web: 'https://gifts.example.com' };
  store = await openStore(database.db, { gifts: ['12'], deps: { payment: pages.method, reachable } });
  store.core.clock.set(new Date().toISOString());
});
afterAll(async () => {
  await pages.close();
  await database.drop();
});

async function opened() {
  const item = await store.add({ name: `Lamp ${store.core.newId()}`, inStock: 1 });
  const placed = valueOf(await store.order(item.id, { pageMinor: 300n }));
  await store.app.checkout.advance(placed.checkoutId);
  return { ...placed, itemId: item.id };
}

type Opened = Awaited<ReturnType<typeof opened>>;

async function rest({ checkoutId, id }: Opened): Promise<void> {
  for (let minutes = 0; minutes < 90; minutes += 1) {
    const next = await store.app.checkout.advance(checkoutId);
    await store.app.store.advanceOrder(id);
    if (!next) return;
    store.core.clock.advance(MINUTE_MS);
  }
}

/** Either the order stands and a card holds its part, or it is over and everything is back. Never both, never half. */
async function expectOneOutcome(placed: Opened): Promise<string> {
  const { read, spendable, stockOf, broken } = store;
  const { status, money } = await read(placed.id);
  const { held, taken, payable } = pages.books();
  const stands = status === 'placed';
  expect([money, held, taken, payable, await spendable(), await stockOf(placed.itemId)]).toEqual(
    stands ? ['authorized', 300, 0, 0, 0n, 0] : [money, 0, 0, 0, 1_200n, 1],
  );
  expect(['authorized', 'voided', 'declined', 'expired']).toContain(money);
  expect(await broken()).toEqual([]);
  if (stands) await store.app.store.cancelOrder({ actor: store.alice, orderId: placed.id });
  await rest(placed);
  expect(pages.books()).toMatchObject({ held: 0, taken: 0, payable: 0 });
  return status;
}

it('has one outcome when it is paid while its buyer cancels it', { timeout: 120_000 }, async () => {
  const { app, alice } = store;
  const seen: string[] = [];
  for (let round = 0; round < 8; round += 1) {
    const placed = await opened();
    const asked = { person: alice, orderId: placed.id };
    if (round % 2 === 0) pages.press('pay');
    await Promise.all([
      app.store.lookAtPayment(asked),
      Promise.resolve(round % 2 === 1 && pages.press('pay')),
      app.store.cancelOrder({ actor: alice, orderId: placed.id }),
      app.checkout.advance(placed.checkoutId),
      app.store.openPayment(asked),
    ]);
    await rest(placed);
    seen.push(await expectOneOutcome(placed));
  }
  expect(seen).toHaveLength(8);
});

it('has one outcome when it is paid while its time ends', { timeout: 120_000 }, async () => {
  const { app, alice, core } = store;
  const seen = new Set<string>();
  for (const lateMs of [-MINUTE_MS, 0, 4 * MINUTE_MS, 5 * MINUTE_MS, 6 * MINUTE_MS]) {
    const placed = await opened();
    core.clock.advance(60 * MINUTE_MS - 1_000);
    pages.press('pay');
    core.clock.advance(1_000 + lateMs);
    await Promise.all([
      app.checkout.advance(placed.checkoutId),
      app.store.lookAtPayment({ person: alice, orderId: placed.id }),
      app.checkout.advance(placed.checkoutId),
    ]);
    await rest(placed);
    seen.add(await expectOneOutcome(placed));
  }
  expect([...seen].toSorted()).toEqual(['cancelled', 'placed']);
});
