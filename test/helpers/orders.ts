import type { OrderRequest } from '#src/app.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { ItemFields } from '#src/domain/store/item.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { StoreOrder } from '#src/domain/store/order.ts';
import { createCardProvider } from './card-provider.ts';
import { createCardShop } from './card-shop.ts';
import { valueOf } from './checkouts.ts';
import { makeCore } from './make-core.ts';
import { codesOf, ownGoods, stockCodes } from './stock.ts';
import { verifyLedger } from './verify-ledger.ts';
import { makeWalletCompany } from './wallet-company.ts';

type Ordering = Partial<Omit<OrderRequest, 'buyer'>> & { who?: string };

/**
 * A store in which Alice has gifts of these amounts to spend. Morgan sees to own goods, Priya is HR; gift cards and the rest can be paid
 * by a card. `deps`: what is otherwise than in other tests.
 */
export async function openStore(
  db: Db,
  { gifts = ['100'], deps = {} }: { gifts?: readonly string[]; deps?: Partial<Deps> } = {},
) {
  const cards = createCardProvider();
  const shop = createCardShop();
  const core = makeCore(db, {
    payment: cards.method,
    rewardProviders: new Map([[shop.provider.name, shop.provider]]),
    ...deps,
  });
  const company = await makeWalletCompany(core);
  const { app } = core;
  const alice = await company.person('alice');
  const morgan = await company.person('morgan');
  const priya = await company.person('priya');
  for (const gift of gifts) {
    await app.gift.redeem({ person: alice, giftId: await company.gift('alice', gift) });
  }

  async function add(fields: Partial<ItemFields> = {}) {
    const item = ownGoods({ fulfillerId: morgan.id, ...fields });
    return valueOf(await app.store.addItem({ actor: priya, fields: item }));
  }

  async function addCodes(count: number, fields: Partial<ItemFields> = {}) {
    const prefix = `C${core.newId().slice(-6)}`;
    const product = `Cinema ${prefix}`;
    const { productId } = await stockCodes(core, priya, codesOf(count, prefix), { product });
    return add({ kind: 'codes', name: product, productId, prices: { USD: 2_500n }, ...fields });
  }

  function addCard(fields: Partial<ItemFields> = {}) {
    const provider = {
      name: 'card-shop',
      product: 'BOOKS',
      minMinor: 500n,
      maxMinor: 5_000n,
      currency: 'USD',
    };
    return add({ kind: 'gift-card', name: 'Books', prices: {}, provider, ...fields });
  }

  async function order(
    itemId: string,
    { who = 'alice', ...more }: Ordering = {},
  ): Promise<Outcome<StoreOrder>> {
    return app.store.order({
      buyer: await company.person(who),
      itemId,
      currency: 'USD',
      amountMinor: 1_500n,
      requestId: core.newId(),
      ...more,
    });
  }

  async function read(orderId: string) {
    const actor = { organizationId: company.organization.id, operator: 'the test' };
    const found = await app.queries.store.findOrder(actor, orderId);
    if (!found) throw new Error(`there is no order ${orderId}`);
    return found;
  }

  async function spendable(who = 'alice') {
    const person = await company.person(who);
    const composed = await app.queries.wallet.compose(person, person.id);
    return composed?.find(({ currency }) => currency === 'USD')?.spendableMinor;
  }

  async function stockOf(itemId: string) {
    const row = await db
      .selectFrom('store_item')
      .select('in_stock')
      .where('id', '=', itemId)
      .executeTakeFirstOrThrow();
    return row.in_stock;
  }

  /** The jobs about an order run until they have nothing to do, as late as they want to. */
  async function work({ id, checkoutId }: StoreOrder, most = 20) {
    for (let runs = 0; runs < most; runs += 1) {
      const [paid, bought] = [await app.checkout.advance(checkoutId), await app.reward.buy(id)];
      await app.store.advanceOrder(id);
      const waits = [...(paid ? [paid.again] : []), ...(bought === undefined ? [] : [bought])];
      if (waits.length === 0) return;
      core.clock.advance(Math.min(...waits));
    }
  }

  /** Who was told what of an order, in the order in which it was written. */
  async function told(orderId: string) {
    const rows = await db
      .selectFrom('notification')
      .innerJoin('person', 'person.id', 'notification.person_id')
      .select(['notification.kind', 'person.name', 'notification.detail'])
      .where('subject_id', '=', orderId)
      .orderBy('notification.id')
      .execute();
    return rows.map(({ kind, name }) => `${kind} to ${name}`);
  }

  async function broken() {
    return (await verifyLedger(db)).checks.filter(({ ok }) => !ok);
  }

  return {
    core,
    app,
    company,
    cards,
    shop,
    alice,
    morgan,
    priya,
    add,
    addCodes,
    addCard,
    order,
    read,
    spendable,
    stockOf,
    work,
    told,
    broken,
  };
}

export type OpenStore = Awaited<ReturnType<typeof openStore>>;
