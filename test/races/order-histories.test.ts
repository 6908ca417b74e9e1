import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { ItemKind } from '#src/domain/store/item.ts';
import type { StoreOrder } from '#src/domain/store/order.ts';
import type { Mood } from '#test/helpers/card-provider.ts';
import type { ShopMood } from '#test/helpers/card-shop.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { type OpenStore, openStore } from '#test/helpers/orders.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';

/**
 * What becomes of orders, whatever is done to them and however providers answer. To look further, or at one history again:
 *
 *     ORDER_RUNS=500 npx vitest run --config test/vitest.config.ts test/races/order-histories.test.ts
 *     ORDER_SEED=485264627 npx vitest run --config test/vitest.config.ts test/races/order-histories.test.ts
 */
const { ORDER_RUNS: runs = '8', ORDER_SEED: seed } = process.env;

const database = await createTestDatabase();
afterAll(database.drop);

const DAY_MS = 86_400_000;
const GIFT = 10_000n;
const STOCK = 3;
const PRICES = { own: 700n, codes: 900n, 'gift-card': 1_100n } as const;

type Kind = keyof typeof PRICES;
type World = { store: OpenStore; items: Record<Kind, string>; placed: StoreOrder[] };
type Happening = { toString(): string; run(world: World): Promise<void> };

function happening(name: string, run: Happening['run']): Happening {
  return { toString: () => name, run };
}

/** Something is done to one of the last orders; whether it can be done, the order says. */
function toOrder(
  name: string,
  back: number,
  act: (store: OpenStore, order: StoreOrder) => Promise<unknown>,
): Happening {
  return happening(`${name} order ${back}`, async ({ store, placed }) => {
    const order = placed.at(-1 - back);
    if (order) await act(store, order);
  });
}

const nth = fc.nat(4);
const kinds = fc.constantFrom<Kind>('own', 'codes', 'gift-card');

const happenings: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 10, arbitrary: fc.tuple(kinds, fc.boolean()).map((args) => buy(...args)) },
  {
    weight: 4,
    arbitrary: nth.map((back) =>
      toOrder('start', back, ({ app, morgan }, { id }) =>
        app.store.startOrder({ actor: morgan, orderId: id }),
      ),
    ),
  },
  {
    weight: 5,
    arbitrary: nth.map((back) =>
      toOrder('fulfil', back, ({ app, morgan }, { id }) =>
        app.store.fulfilOrder({ actor: morgan, orderId: id }),
      ),
    ),
  },
  {
    weight: 4,
    arbitrary: nth.map((back) =>
      toOrder('cancel', back, ({ app, alice }, { id }) =>
        app.store.cancelOrder({ actor: alice, orderId: id }),
      ),
    ),
  },
  {
    weight: 3,
    arbitrary: nth.map((back) =>
      toOrder('HR cancels', back, ({ app, priya }, { id }) =>
        app.store.cancelOrder({ actor: priya, orderId: id, reason: 'gone' }),
      ),
    ),
  },
  {
    weight: 4,
    arbitrary: nth.map((back) =>
      toOrder('refund', back, ({ app, priya }, { id }) =>
        app.store.refundOrder({ actor: priya, orderId: id, reason: 'broken' }),
      ),
    ),
  },
  {
    weight: 2,
    arbitrary: nth.map((back) =>
      toOrder('reveal', back, ({ app, alice }, { id }) =>
        app.store.revealOrder({ person: alice, orderId: id }),
      ),
    ),
  },
  { weight: 2, arbitrary: fc.tuple(nth, fc.boolean()).map((args) => byHand(...args)) },
  {
    weight: 6,
    arbitrary: nth.map((back) => toOrder('work on', back, (store, order) => store.work(order, 1))),
  },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 9 }).map(pass) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom<Mood>('rejected', 'lost', 'down')
      .map((mood) => happening(`the card is ${mood}`, async ({ store }) => void store.cards.next(mood))),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom<ShopMood>('rejected', 'lost', 'down', 'pending')
      .map((mood) => happening(`the provider is ${mood}`, async ({ store }) => store.shop.next(mood))),
  },
);

function buy(kind: Kind, hasCard: boolean): Happening {
  return happening(`buy ${kind}${hasCard ? ' with a card' : ''}`, async ({ store, items, placed }) => {
    const paid = hasCard ? { paymentToken: 'pm_card' } : {};
    const outcome = await store.order(items[kind], { amountMinor: PRICES[kind], ...paid });
    if (outcome.ok) placed.push(outcome.value);
  });
}

function byHand(back: number, isVoid: boolean): Happening {
  const name = isVoid ? 'finance voids' : 'finance refunds';
  return toOrder(name, back, async ({ app, company }, { id, checkoutId, organizationId }) => {
    const settled = { organizationId, checkoutId, by: { person: await company.person('finn') } };
    if (isVoid) await app.checkout.void(settled);
    else await app.checkout.refund({ ...settled, requestId: `by hand ${id}` });
  });
}

/** Days go by, and the workers do what is due, the last order first. */
function pass(days: number): Happening {
  return happening(`${days} days pass`, async ({ store, placed }) => {
    store.core.clock.advance(days * DAY_MS);
    for (const order of placed.toReversed()) await store.work(order, 1);
  });
}

type Found = Awaited<ReturnType<OpenStore['read']>>;

/** What an order has of the wallet and not given back, in minor units. */
function keptOf({ money, tenders = [] }: Found): bigint {
  const ofWallet = tenders.filter(({ kind }) => kind !== 'payment');
  if (money === 'voided' || money === 'expired' || money === 'declined') return 0n;
  return ofWallet.reduce((sum, { authorizedMinor, capturedMinor, refundedMinor }) => {
    return sum + (money === 'captured' ? capturedMinor - refundedMinor : authorizedMinor);
  }, 0n);
}

/** What does not go together in an order. */
function wrongOf({ shop }: OpenStore, order: Found): string[] {
  const { id, kind, status, money, reveals } = order;
  const isOver = status === 'cancelled' || status === 'refunded';
  const wrong = [
    ['it is over and keeps money', isOver && keptOf(order) > 0n],
    ['it is fulfilled and not paid', status === 'fulfilled' && money !== 'captured'],
    ['it was cancelled and seen', status === 'cancelled' && reveals > 0],
    ['it has no card', kind === 'gift-card' && status === 'fulfilled' && !shop.sold.has(id)],
  ] as const;
  return wrong.flatMap(([what, isSo]) => (isSo ? [`${kind} ${id}: ${what}`] : []));
}

/** Nothing is under way any more but what waits for a person, and that is paid. */
function isAtRest({ kind, status, money }: Found): boolean {
  const waits = kind === 'own' && (status === 'placed' || status === 'fulfilling');
  return waits ? money === 'captured' : status !== 'placed' && status !== 'fulfilling';
}

/** What each order holds of a wallet, of stock and of its providers is what it says; and all of it together is all there was. */
async function compare({ store, items, placed }: World): Promise<void> {
  const orders = await Promise.all(placed.map(({ id }) => store.read(id)));
  const paid = orders.reduce((sum, order) => sum + keptOf(order), 0n);
  expect(orders.flatMap((order) => wrongOf(store, order))).toEqual([]);
  expect(await store.spendable()).toBe(GIFT - paid);
  function countOf(wanted: ItemKind): number {
    return orders.filter(({ kind, status }) => {
      return kind === wanted && status !== 'cancelled' && status !== 'refunded';
    }).length;
  }
  expect(await store.stockOf(items.own)).toBe(STOCK - countOf('own'));
  const seenAndBack = orders.filter(
    (one) => one.kind === 'codes' && one.status === 'refunded' && one.reveals > 0,
  );
  expect(await codesLeft(store, items.codes)).toBe(STOCK - countOf('codes') - seenAndBack.length);
}

async function codesLeft({ core }: OpenStore, itemId: string): Promise<number> {
  const { count } = await core.db
    .selectFrom('stock_code')
    .innerJoin('store_item', 'store_item.product_id', 'stock_code.product_id')
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .where('store_item.id', '=', itemId)
    .where('status', '=', 'in-stock')
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function begin(): Promise<World> {
  const store = await openStore(database.db);
  const own = await store.add({ name: 'Mug', prices: { USD: PRICES.own }, inStock: STOCK });
  const codes = await store.addCodes(STOCK, { prices: { USD: PRICES.codes } });
  const card = await store.addCard();
  return { store, items: { own: own.id, codes: codes.id, 'gift-card': card.id }, placed: [] };
}

describe('orders', () => {
  it('keep money, stock and what providers did together, whatever happens to them', {
    timeout: 600_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happenings, { minLength: 5, maxLength: 30 }), async (all) => {
        const world = await begin();
        for (const one of all) {
          await one.run(world);
          await compare(world);
        }
        // In the end nothing is under way any more but what waits for a person.
        world.store.core.clock.advance(8 * DAY_MS);
        for (const order of world.placed) await world.store.work(order, 40);
        await compare(world);
        const orders = await Promise.all(world.placed.map(({ id }) => world.store.read(id)));
        expect(orders.filter((order) => !isAtRest(order))).toEqual([]);
      }),
      { numRuns: Number(runs), ...(seed === undefined ? {} : { seed: Number(seed) }) },
    );
    const { checks } = await verifyLedger(database.db);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });
});
