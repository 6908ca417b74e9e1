import { afterAll, describe, expect, it } from 'vitest';
import { createCardProvider } from '#test/helpers/card-provider.ts';
import { addShop, asShop, buy, partsOf, valueOf } from '#test/helpers/checkouts.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeWalletCompany } from '#test/helpers/wallet-company.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const HOUR_MS = 3_600_000;

/** Alice, who has 10.00 of gift funds and a card, and a store to spend them in. */
async function start() {
  const cards = createCardProvider();
  const core = makeCore(database.db, { payment: cards.method });
  const company = await makeWalletCompany(core);
  const shop = await addShop(core, company);
  const alice = await company.person('alice');
  await core.app.gift.redeem({ person: alice, giftId: await company.gift('alice', '10') });

  /** A purchase for 15.00, of which the card pays 5.00. */
  async function asked() {
    return valueOf(await buy(core, company, { shop, amountMinor: 1_500n, paymentToken: 'pm_card' })).id;
  }

  async function state(id: string) {
    const found = await core.app.queries.checkout.find(alice, id);
    return found && [found.status, ...partsOf(found)];
  }

  async function spendable() {
    const composed = await core.app.queries.wallet.compose(alice, alice.id);
    return composed?.[0]?.spendableMinor;
  }

  /** The job runs until it has nothing to do, as late as it wants to. */
  async function work(id: string, most = 20) {
    for (let runs = 0; runs < most; runs += 1) {
      const next = await core.app.checkout.advance(id);
      if (!next) return;
      core.clock.advance(next.again);
    }
  }

  return { core, company, shop, cards, asked, state, spendable, work };
}

async function broken() {
  return (await verifyLedger(database.db)).checks.filter(({ ok }) => !ok);
}

const HELD = { authorizedMinor: 500n, capturedMinor: 0n, refundedMinor: 0n, isVoided: false };

describe('what a wallet does not cover', () => {
  it('waits for another payment method, which is asked once this is committed', async () => {
    const { core, cards, asked, state, spendable, work } = await start();

    const id = await asked();
    expect(await state(id)).toEqual(['awaiting_remainder', 'gift 1000/0/0', 'payment 500/0/0']);
    expect(core.queue.take('advance-checkouts')).toEqual([id]);
    expect(cards.calls).toEqual([]);
    await work(id);

    expect(await state(id)).toEqual(['authorized', 'gift 1000/0/0', 'payment 500/0/0']);
    expect([cards.books(), await spendable()]).toEqual([[HELD], 0n]);
    expect(await broken()).toEqual([]);
  });

  it('is refused without a card, or where no other method is configured', async () => {
    const { core, company, shop } = await start();
    const bare = makeCore(database.db);
    const asked = { shop, amountMinor: 1_500n };

    expect(await buy(core, company, asked)).toMatchObject({ refusal: { kind: 'wallet-short' } });
    expect(await buy(bare, company, { ...asked, paymentToken: 'pm_card' })).toMatchObject({
      refusal: { kind: 'wallet-short', missing: { amountMinor: '500' } },
    });
  });

  it('is given back when the other method declines', async () => {
    const { cards, asked, state, spendable, work } = await start();
    cards.next('rejected');

    const id = await asked();
    await work(id);

    expect((await state(id))?.[0]).toBe('declined');
    expect(await spendable()).toBe(1_000n);
    expect(await broken()).toEqual([]);
  });

  it('is held once although the answer was lost, again and again', async () => {
    const { cards, asked, state, work } = await start();
    cards.next('down', 'down', 'lost');

    const id = await asked();
    await work(id);

    expect((await state(id))?.[0]).toBe('authorized');
    expect(cards.books()).toEqual([HELD]);
    expect(new Set(cards.calls).size).toBe(1);
  });

  it('waits while the provider settles, without asking twice', async () => {
    const { core, cards, asked, state, work } = await start();
    cards.next('pending');

    const id = await asked();
    await core.app.checkout.advance(id);
    expect((await state(id))?.[0]).toBe('awaiting_remainder');
    cards.settle();
    await work(id);

    expect((await state(id))?.[0]).toBe('authorized');
    expect(cards.calls).toHaveLength(1);
  });

  it('is let go of when the checkout is voided before the answer came', async () => {
    const { core, shop, cards, asked, spendable, work } = await start();
    cards.next('lost');

    const id = await asked();
    await core.app.checkout.advance(id);
    await core.app.checkout.void(asShop(shop, id));
    expect(await spendable()).toBe(1_000n);
    core.clock.advance(HOUR_MS);
    await work(id);

    expect(cards.books()).toEqual([{ ...HELD, isVoided: true }]);
    expect(await broken()).toEqual([]);
  });

  it('is never asked for once the checkout has ended', async () => {
    const { core, shop, cards, asked, work } = await start();

    const id = await asked();
    await core.app.checkout.void(asShop(shop, id));
    await work(id);

    expect(cards.calls).toEqual([]);
    expect(await broken()).toEqual([]);
  });

  it('is given back when nobody answers for half an hour', async () => {
    const { core, cards, asked, state, spendable } = await start();
    cards.next('down');

    const id = await asked();
    await core.app.checkout.advance(id);
    core.clock.advance(HOUR_MS / 2);
    await core.app.checkout.advance(id);

    expect((await state(id))?.[0]).toBe('expired');
    expect([await spendable(), cards.books()]).toEqual([1_000n, [{ ...HELD, isVoided: true }]]);
    expect(await broken()).toEqual([]);
  });
});

describe('a checkout that another method helps to pay', () => {
  it('is captured there first, then in the wallet', async () => {
    const { core, shop, cards, asked, state, work } = await start();
    const id = await asked();
    await work(id);

    const capturing = valueOf(await core.app.checkout.capture({ ...asShop(shop, id), requestId: 'ship' }));
    expect(capturing.status).toBe('capturing');
    expect(await core.app.checkout.void(asShop(shop, id))).toMatchObject({
      refusal: { kind: 'checkout-waits' },
    });
    await work(id);

    expect(await state(id)).toEqual(['captured', 'gift 1000/1000/0', 'payment 500/500/0']);
    expect(cards.books()).toEqual([{ ...HELD, capturedMinor: 500n }]);
    expect(await broken()).toEqual([]);
  });

  it('stays authorized when the other method refuses to be captured, and can be captured again', async () => {
    const { core, shop, cards, asked, state, work } = await start();
    const id = await asked();
    await work(id);
    cards.next('rejected');

    await core.app.checkout.capture({ ...asShop(shop, id), requestId: 'ship' });
    await work(id);
    expect(await state(id)).toEqual(['authorized', 'gift 1000/0/0', 'payment 500/0/0']);
    expect(await broken()).toEqual([]);
    await core.app.checkout.capture({ ...asShop(shop, id), requestId: 'ship again' });
    await work(id);

    expect((await state(id))?.[0]).toBe('captured');
    expect(await broken()).toEqual([]);
  });

  it('lets go of the other method when the wallet pays all of what is taken', async () => {
    const { core, shop, cards, asked, state, work } = await start();
    const id = await asked();
    await work(id);

    const part = { ...asShop(shop, id), requestId: 'ship', amountMinor: 900n };
    expect(valueOf(await core.app.checkout.capture(part)).status).toBe('captured');
    await work(id);

    expect(await state(id)).toEqual(['captured', 'gift 1000/900/0', 'payment 500/0/0']);
    expect(cards.books()).toEqual([{ ...HELD, isVoided: true }]);
    expect(await broken()).toEqual([]);
  });

  it('is refunded to the card first, once for each request, although answers are lost', async () => {
    const { core, shop, cards, asked, state, work } = await start();
    const id = await asked();
    await work(id);
    await core.app.checkout.capture({ ...asShop(shop, id), requestId: 'ship' });
    await work(id);
    cards.next('lost', 'ok');

    for (const [requestId, amountMinor] of [
      ['1', 300n],
      ['2', 400n],
    ] as const) {
      await core.app.checkout.refund({ ...asShop(shop, id), requestId, amountMinor });
    }
    await work(id);

    expect(await state(id)).toEqual(['captured', 'gift 1000/1000/200', 'payment 500/500/500']);
    expect(cards.books()).toEqual([{ ...HELD, capturedMinor: 500n, refundedMinor: 500n }]);
    expect(await broken()).toEqual([]);
  });

  it('can be refunded again when the card refuses it', async () => {
    const { core, shop, cards, asked, state, work } = await start();
    const id = await asked();
    await work(id);
    await core.app.checkout.capture({ ...asShop(shop, id), requestId: 'ship' });
    await work(id);
    cards.next('rejected');

    await core.app.checkout.refund({ ...asShop(shop, id), requestId: '1', amountMinor: 300n });
    await work(id);

    expect(await state(id)).toEqual(['captured', 'gift 1000/1000/0', 'payment 500/500/0']);
    expect(core.log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(await broken()).toEqual([]);
  });
});
