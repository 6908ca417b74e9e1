import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { valueOf } from '#test/helpers/checkouts.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { type OpenStore, openStore } from '#test/helpers/orders.ts';
import { granted } from '#test/helpers/promos.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const DAY_MS = 86_400_000;

/** A company of its own, whose store nobody else orders from. */
let store: OpenStore;
beforeAll(async () => {
  store = await openStore(database.db, { gifts: ['100', '100', '100', '100'] });
});

function refusal(kind: string, more: object = {}) {
  return { ok: false, refusal: { kind, ...more } };
}

describe('own goods', () => {
  it('are ordered with one click: the money is held, one is taken from stock, and their fulfiller is told', async () => {
    const { add, order, read, spendable, stockOf, told } = store;
    const item = await add({ name: 'Lamp', inStock: 2 });
    const before = must(await spendable(), 'wallet');

    const placed = valueOf(await order(item.id));

    expect(placed).toMatchObject({ status: 'placed', itemName: 'Lamp', amountMinor: 1_500n });
    expect(await read(placed.id)).toMatchObject({
      money: 'authorized',
      deeds: ['start', 'fulfil', 'cancel'],
    });
    expect(await spendable()).toBe(before - 1_500n);
    expect(await stockOf(item.id)).toBe(1);
    expect(await told(placed.id)).toEqual(['order.placed to Morgan Reyes']);
  });

  it('are one order, however often it is clicked', async () => {
    const { add, order, stockOf } = store;
    const item = await add({ name: 'Pen', inStock: 2 });
    const other = await add({ name: 'Pencil' });

    const first = valueOf(await order(item.id, { requestId: 'click 1' }));
    const again = valueOf(await order(item.id, { requestId: 'click 1' }));

    expect(again.id).toBe(first.id);
    expect(await stockOf(item.id)).toBe(1);
    expect(await order(other.id, { requestId: 'click 1' })).toEqual(refusal('order-asked-differently'));
  });

  it('are taken on and fulfilled: the money is taken once, and the buyer reads what was written to them', async () => {
    const { app, add, order, read, told, morgan, alice, broken } = store;
    const { id } = valueOf(await order((await add({ name: 'Bag' })).id));

    const started = valueOf(await app.store.startOrder({ actor: morgan, orderId: id }));
    expect(started.status).toBe('fulfilling');
    expect((await read(id)).money).toBe('captured');
    expect(await app.store.cancelOrder({ actor: alice, orderId: id })).toEqual(refusal('order-started'));
    const asked = { actor: morgan, orderId: id, note: 'It is at the front desk.' };
    const done = valueOf(await app.store.fulfilOrder(asked));

    expect(done).toMatchObject({ status: 'fulfilled', note: 'It is at the front desk.' });
    expect(valueOf(await app.store.fulfilOrder(asked)).id).toBe(id);
    expect(await told(id)).toEqual([
      'order.placed to Morgan Reyes',
      'order.started to Alice Ito',
      'order.fulfilled to Alice Ito',
    ]);
    expect(await broken()).toEqual([]);
  });

  it('are cancelled by their buyer while nobody has taken them on: money and stock are back', async () => {
    const { app, add, order, spendable, stockOf, alice, told } = store;
    const item = await add({ name: 'Cap', inStock: 1 });
    const before = await spendable();
    const { id } = valueOf(await order(item.id));

    const cancelled = valueOf(await app.store.cancelOrder({ actor: alice, orderId: id }));
    await app.store.cancelOrder({ actor: alice, orderId: id });

    expect(cancelled).toMatchObject({ status: 'cancelled', endedWhy: 'buyer' });
    expect([await spendable(), await stockOf(item.id)]).toEqual([before, 1]);
    expect(await told(id)).toEqual(['order.placed to Morgan Reyes', 'order.cancelled to Morgan Reyes']);
  });

  it('are refunded later by HR, with a reason, and never by whoever ordered them', async () => {
    const { app, add, order, spendable, stockOf, morgan, priya, company } = store;
    const item = await add({ name: 'Scarf', inStock: 3 });
    const before = await spendable();
    const { id } = valueOf(await order(item.id));
    await app.store.fulfilOrder({ actor: morgan, orderId: id });

    const asked = { actor: priya, orderId: id };
    expect(await app.store.refundOrder({ ...asked, reason: ' ' })).toEqual(refusal('reason-missing'));
    const bob = await company.person('bob');
    expect(await app.store.refundOrder({ actor: bob, orderId: id, reason: 'x' })).toEqual(
      refusal('unknown-order'),
    );
    const refunded = valueOf(await app.store.refundOrder({ ...asked, reason: 'It was torn' }));
    await app.store.refundOrder({ ...asked, reason: 'It was torn' });

    expect(refunded).toMatchObject({ status: 'refunded', endedWhy: 'person', reason: 'It was torn' });
    expect([await spendable(), await stockOf(item.id)]).toEqual([before, 3]);
  });

  it('are seen to as orders alone: no program is let at what the store sells', async () => {
    const { app, core, add, order, alice } = store;
    valueOf(await order((await add({ name: 'Satchel' })).id));
    const { organizationId } = alice;
    const [shop] = await app.queries.checkout.listMarketplaces({ operator: 'shell', organizationId });
    const expiresAt = new Date(core.clock.now().getTime() + DAY_MS);

    const made = await app.session.makeToken({
      organizationId,
      personId: alice.id,
      makerId: null,
      name: 'a shop',
      scopes: ['checkouts:write'],
      marketplaceId: must(shop, 'marketplace of the store').id,
      expiresAt,
    });

    expect(made).toEqual(refusal('marketplace-of-store'));
  });

  it('cannot be given back by HR who ordered them', async () => {
    const { app, add, company, core, order, priya } = store;
    await core.app.gift.redeem({ person: priya, giftId: await company.gift('priya', '20') });
    const { id } = valueOf(await order((await add({ name: 'Vase' })).id, { who: 'priya' }));
    await app.store.fulfilOrder({ actor: priya, orderId: id });

    expect(await app.store.refundOrder({ actor: priya, orderId: id, reason: 'I want' })).toEqual(
      refusal('order-own'),
    );
  });

  it('keep their money while their fulfiller is away: it is taken before it would not be held any more', async () => {
    const { add, core, order, read, work } = store;
    const placed = valueOf(await order((await add({ name: 'Chair' })).id));

    core.clock.advance(6 * DAY_MS);
    await work(placed);

    expect(await read(placed.id)).toMatchObject({ status: 'placed', money: 'captured' });
    core.clock.advance(10 * DAY_MS);
    await work(placed);
    expect(await read(placed.id)).toMatchObject({ status: 'placed', money: 'captured' });
  });

  it('keep it although nobody looked in time', async () => {
    const { add, app, core, order, read, morgan, work } = store;
    const placed = valueOf(await order((await add({ name: 'Table' })).id));

    core.clock.advance(9 * DAY_MS);
    await app.checkout.advance(placed.checkoutId);
    expect(await read(placed.id)).toMatchObject({ status: 'placed', money: 'authorized' });
    await work(placed);
    valueOf(await app.store.fulfilOrder({ actor: morgan, orderId: placed.id }));
    expect(await read(placed.id)).toMatchObject({ status: 'fulfilled', money: 'captured' });
  });

  it('are sent where their buyer says: only they, the fulfiller and HR read it, and it is erased in the end', async () => {
    const { add, app, alice, company, core, order, read, morgan, priya, work } = store;
    const item = await add({ name: 'Poster', needsAddress: true });
    expect(await order(item.id, { deliverTo: '  ' })).toEqual(refusal('address-missing', { name: 'Poster' }));
    const deliverTo = '1 Secret Lane, Springfield';
    const placed = valueOf(await order(item.id, { deliverTo }));

    const finn = await company.person('finn');
    const seen = await Promise.all(
      [alice, morgan, priya, finn].map((who) => app.queries.store.findOrder(who, placed.id)),
    );
    expect(seen.map((one) => one?.address)).toEqual([deliverTo, deliverTo, deliverTo, undefined]);
    expect(seen.map((one) => one?.tenders !== undefined)).toEqual([true, false, true, true]);
    const written = await core.db.selectFrom('notification').select('detail').execute();
    expect(JSON.stringify(written)).not.toContain('Secret Lane');

    valueOf(await app.store.fulfilOrder({ actor: morgan, orderId: placed.id }));
    await work(placed);
    expect((await read(placed.id)).address).toBe(deliverTo);
    core.clock.advance(31 * DAY_MS);
    await work(placed);
    expect((await read(placed.id)).address).toBeUndefined();
  });
});

describe('what is refused', () => {
  it('is what costs something else by now, is sold out, or is more than one may have', async () => {
    const { add, order, spendable, core } = store;
    const before = await spendable();
    const mug = await add({ name: 'Mug', limitPerPerson: 1, inStock: 5 });

    expect(await order(mug.id, { amountMinor: 1_400n })).toEqual(
      refusal('price-changed', {
        name: 'Mug',
        was: { amountMinor: '1400', currency: 'USD' },
        now: { amountMinor: '1500', currency: 'USD' },
      }),
    );
    expect(await order(core.newId())).toEqual(refusal('not-on-offer'));
    expect(await order(mug.id, { currency: 'EUR' })).toEqual(refusal('not-on-offer'));
    expect(await spendable()).toBe(before);
    valueOf(await order(mug.id));
    expect(await order(mug.id)).toEqual(refusal('order-limit', { name: 'Mug', most: 1 }));
    const gone = await add({ name: 'Gone', inStock: 0 });
    expect(await order(gone.id)).toEqual(refusal('out-of-stock', { name: 'Gone' }));
  });

  it('is what the wallet does not cover, with what is missing, and then nothing is taken', async () => {
    const { add, order, stockOf } = store;
    const dear = await add({ name: 'Piano', prices: { USD: 900_000n }, inStock: 1 });

    expect(await order(dear.id, { amountMinor: 900_000n })).toMatchObject(refusal('wallet-short'));
    expect(await stockOf(dear.id)).toBe(1);
  });
});

describe('codes from stock', () => {
  it('are there at once: paid, fulfilled and shown to their buyer alone, on record each time', async () => {
    const { app, addCodes, order, read, alice, priya, core, told } = store;
    const item = await addCodes(1);

    const placed = valueOf(await order(item.id, { amountMinor: 2_500n }));

    expect(placed.status).toBe('fulfilled');
    expect((await read(placed.id)).money).toBe('captured');
    expect(await told(placed.id)).toEqual([]);
    const shown = await app.store.revealOrder({ person: alice, orderId: placed.id });
    await app.store.revealOrder({ person: alice, orderId: placed.id });
    expect(shown.ok && shown.value.values.map(({ secret }) => secret.reveal())).toEqual([
      expect.stringMatching(/-000000-X7Q$/u),
    ]);
    expect(await app.store.revealOrder({ person: priya, orderId: placed.id })).toEqual(
      refusal('unknown-order'),
    );
    const seen = await core.db
      .selectFrom('activity')
      .select('actor_id')
      .where('kind', '=', 'order.revealed')
      .where('subject_id', '=', alice.id)
      .execute();
    expect(seen).toEqual([{ actor_id: alice.id }, { actor_id: alice.id }]);
    expect(await order(item.id, { amountMinor: 2_500n })).toMatchObject(refusal('out-of-stock'));
  });

  it('go back into stock when they are refunded before anybody saw them, and are not shown any more', async () => {
    const { app, addCodes, order, alice, priya } = store;
    const item = await addCodes(1);
    const first = valueOf(await order(item.id, { amountMinor: 2_500n }));
    valueOf(await app.store.refundOrder({ actor: priya, orderId: first.id, reason: 'a mistake' }));

    expect(await app.store.revealOrder({ person: alice, orderId: first.id })).toMatchObject(
      refusal('order-over'),
    );
    const second = valueOf(await order(item.id, { amountMinor: 2_500n }));
    valueOf(await app.store.revealOrder({ person: alice, orderId: second.id }));
    valueOf(await app.store.refundOrder({ actor: priya, orderId: second.id, reason: 'it does not work' }));
    expect(await order(item.id, { amountMinor: 2_500n })).toMatchObject(refusal('out-of-stock'));
  });
});

describe('gift cards', () => {
  it('are paid when their provider has sold them', async () => {
    const { app, addCard, order, read, work, alice, told, shop } = store;
    const item = await addCard();
    expect(await order(item.id, { amountMinor: 400n })).toMatchObject(refusal('card-amount'));

    const placed = valueOf(await order(item.id, { amountMinor: 2_000n }));
    expect(placed.status).toBe('fulfilling');
    expect((await read(placed.id)).money).toBe('authorized');
    expect(await app.store.cancelOrder({ actor: alice, orderId: placed.id })).toEqual(
      refusal('order-being-bought'),
    );
    shop.next('down', 'pending');
    await work(placed);

    expect(await read(placed.id)).toMatchObject({ status: 'fulfilled', money: 'captured' });
    expect(shop.sold.has(placed.id)).toBe(true);
    expect(await told(placed.id)).toEqual(['order.fulfilled to Alice Ito']);
    const shown = valueOf(await app.store.revealOrder({ person: alice, orderId: placed.id }));
    expect(shown.values.map(({ secret }) => secret.reveal())).toEqual([`CARD-${placed.id}`]);
    await app.store.advanceOrder(placed.id);
  });

  it('cost nothing when their provider does not sell them after all', async () => {
    const { app, order, read, spendable, work, told, shop, priya } = store;
    const items = await app.queries.store.listCatalogue(priya);
    const item = must(
      items.find(({ name }) => name === 'Books'),
      'item',
    );
    const before = await spendable();
    shop.next('rejected');
    const placed = valueOf(await order(item.id, { amountMinor: 2_000n }));
    await work(placed);

    expect(await read(placed.id)).toMatchObject({
      status: 'cancelled',
      endedWhy: 'not-bought',
      money: 'voided',
    });
    expect(await spendable()).toBe(before);
    expect(await told(placed.id)).toEqual(['order.cancelled to Alice Ito']);
  });

  it('are bought once where the answer was lost', async () => {
    const { app, order, read, work, shop, priya } = store;
    const items = await app.queries.store.listCatalogue(priya);
    const item = must(
      items.find(({ name }) => name === 'Books'),
      'item',
    );
    const soldBefore = shop.sold.size;
    shop.next('lost', 'down', 'lost');
    const placed = valueOf(await order(item.id, { amountMinor: 2_000n }));
    await work(placed);

    expect(await read(placed.id)).toMatchObject({ status: 'fulfilled', money: 'captured' });
    expect(shop.sold.size).toBe(soldBefore + 1);
  });
});

describe('a worker that is killed after its provider has sold a gift card', () => {
  it('leaves an order that another one goes on with: sold once, paid once', async () => {
    const { app, core, order, read, work, shop, priya, broken } = store;
    const items = await app.queries.store.listCatalogue(priya);
    const item = must(
      items.find(({ name }) => name === 'Books'),
      'item',
    );
    const soldBefore = shop.sold.size;
    shop.next('killed');
    const placed = valueOf(await order(item.id, { amountMinor: 2_000n }));
    await expect(app.reward.buy(placed.id)).rejects.toThrow('killed');
    expect(await read(placed.id)).toMatchObject({ status: 'fulfilling', money: 'authorized' });

    core.clock.advance(3_600_000);
    await work(placed);

    expect(await read(placed.id)).toMatchObject({ status: 'fulfilled', money: 'captured' });
    expect(shop.sold.size).toBe(soldBefore + 1);
    expect(await broken()).toEqual([]);
  });
});

describe('what the wallet does not cover', () => {
  async function short() {
    const poor = await openStore(database.db, { gifts: ['10'] });
    await granted(poor.core, poor.company, 'alice', 200n, { days: 30 });
    return poor;
  }

  it('is asked of the other payment method, and the order goes on when that pays', async () => {
    const { app, add, order, read, work, told, morgan, cards, broken } = await short();
    const item = await add({ name: 'Lamp', inStock: 1 });

    const placed = valueOf(await order(item.id, { paymentToken: 'pm_card' }));
    expect((await read(placed.id)).money).toBe('awaiting_remainder');
    expect(await told(placed.id)).toEqual([]);
    expect(await app.store.startOrder({ actor: morgan, orderId: placed.id })).toEqual(
      refusal('order-payment-waits'),
    );
    await work(placed);
    expect(await told(placed.id)).toEqual(['order.placed to Morgan Reyes']);

    // The other method takes its part first.
    expect(await app.store.fulfilOrder({ actor: morgan, orderId: placed.id })).toEqual(
      refusal('order-payment-waits'),
    );
    await work(placed);
    valueOf(await app.store.fulfilOrder({ actor: morgan, orderId: placed.id }));
    expect(await read(placed.id)).toMatchObject({ status: 'fulfilled', money: 'captured' });
    expect(cards.calls).toContain('capture 300');
    expect(await broken()).toEqual([]);
  });

  it.each(['own', 'codes', 'gift-card'] as const)(
    'cancels an order of %s when it is declined',
    async (kind) => {
      const { add, addCodes, addCard, order, read, work, spendable, cards, broken } = await short();
      const item =
        kind === 'codes' ? await addCodes(1) : kind === 'own' ? await add({ inStock: 1 }) : await addCard();
      const before = await spendable();
      cards.next('rejected');
      const placed = valueOf(
        await order(item.id, { amountMinor: kind === 'own' ? 1_500n : 2_500n, paymentToken: 'pm_card' }),
      );
      expect(placed.status).toBe('placed');
      await work(placed);

      expect(await read(placed.id)).toMatchObject({
        status: 'cancelled',
        endedWhy: 'unpaid',
        money: 'declined',
      });
      expect(await spendable()).toBe(before);
      expect(await broken()).toEqual([]);
    },
  );

  it('cancels an order when the method takes nothing after all: money and stock are back', async () => {
    const { addCodes, order, read, work, spendable, cards, broken } = await short();
    const item = await addCodes(1);
    const before = await spendable();
    cards.next('ok', 'rejected');
    const placed = valueOf(await order(item.id, { amountMinor: 2_500n, paymentToken: 'pm_card' }));
    await work(placed);

    expect(await read(placed.id)).toMatchObject({ status: 'cancelled', endedWhy: 'unpaid', money: 'voided' });
    expect(await spendable()).toBe(before);
    const again = valueOf(await order(item.id, { amountMinor: 2_500n, paymentToken: 'pm_card' }));
    await work(again);
    expect(await read(again.id)).toMatchObject({ status: 'fulfilled', money: 'captured' });
    expect(await broken()).toEqual([]);
  });

  it('is refused with what is missing where it is not given', async () => {
    const { add, order } = await short();
    expect(await order((await add()).id)).toEqual(
      refusal('wallet-short', {
        asked: { amountMinor: '1500', currency: 'USD' },
        missing: { amountMinor: '300', currency: 'USD' },
      }),
    );
  });
});

describe('a checkout that finance settles by hand', () => {
  it('takes its order along', async () => {
    const { app, add, company, order, read, stockOf, morgan } = store;
    const finn = await company.person('finn');
    const by = { organizationId: company.organization.id, by: { person: finn } };
    const item = await add({ name: 'Sofa', inStock: 2 });
    const [held, taken] = [valueOf(await order(item.id)), valueOf(await order(item.id))];
    valueOf(await app.store.fulfilOrder({ actor: morgan, orderId: taken.id }));

    valueOf(await app.checkout.void({ ...by, checkoutId: held.checkoutId }));
    valueOf(await app.checkout.refund({ ...by, checkoutId: taken.checkoutId, requestId: 'r1' }));

    expect((await read(held.id)).status).toBe('cancelled');
    expect((await read(taken.id)).status).toBe('refunded');
    expect(await stockOf(item.id)).toBe(2);
  });
});

describe('showing what an order brought', () => {
  const asksFactor = refusal('second-factor-asked', { over: { amountMinor: '1000', currency: 'USD' } });

  async function codesAndCard() {
    const { addCodes, addCard, core, order, work } = store;
    const codes = valueOf(await order((await addCodes(1)).id, { amountMinor: 2_500n }));
    const card = valueOf(
      await order((await addCard({ name: `Books ${core.newId()}` })).id, { amountMinor: 2_000n }),
    );
    await work(card);
    return [codes.id, card.id];
  }

  it('takes a second factor above the amount that asks for one, as a gift card does', async () => {
    const { app, alice, core, read } = store;
    const { organizationId } = alice;
    const ids = await codesAndCard();
    const changes = { overMinor: { USD: 1_000n } };
    await app.session.setFactorPolicy({ organizationId, changes, actorId: null });

    for (const orderId of ids) {
      const longAgo = new Date(core.clock.now().getTime() - 15 * 60_000);
      expect(await app.store.revealOrder({ person: alice, orderId, passedAt: longAgo })).toEqual(asksFactor);
      expect(await read(orderId)).toMatchObject({ reveals: 0 });
      const passedAt = core.clock.now();
      expect(await app.store.revealOrder({ person: alice, orderId, passedAt })).toMatchObject({ ok: true });
    }
    await app.session.setFactorPolicy({
      organizationId,
      changes: { overMinor: { USD: 900_000n } },
      actorId: null,
    });
  });

  it('is not done while the wallet is frozen', async () => {
    const { app, alice, priya, read } = store;
    const ids = await codesAndCard();
    const ownerId = alice.id;
    await app.wallet.freeze({ person: priya, ownerId, isFrozen: true, reason: 'to be safe' });

    for (const orderId of ids) {
      expect(await app.store.revealOrder({ person: alice, orderId })).toEqual(refusal('wallet-frozen'));
      expect(await read(orderId)).toMatchObject({ reveals: 0 });
    }
    await app.wallet.freeze({ person: priya, ownerId, isFrozen: false, reason: 'all is well' });
  });

  it('counts nothing as seen while the provider does not answer', async () => {
    const { app, alice, read, shop } = store;
    const [, orderId = ''] = await codesAndCard();
    shop.hide(true);

    expect(await app.store.revealOrder({ person: alice, orderId })).toEqual(
      refusal('reward-not-shown', { why: 'no-answer' }),
    );
    expect(await read(orderId)).toMatchObject({ reveals: 0 });
    shop.hide(false);
    expect(await app.store.revealOrder({ person: alice, orderId })).toMatchObject({ ok: true });
    expect(await read(orderId)).toMatchObject({ reveals: 1 });
  });
});
