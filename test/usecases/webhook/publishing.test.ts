import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { transact } from '#src/db/kit/transact.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { must } from '#src/domain/kit/must.ts';
import { EVENT_TYPE_NAMES } from '#src/domain/webhook/event-types.ts';
import { publishGifts } from '#src/usecases/kit/publish.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { createCardProvider } from '#test/helpers/card-provider.ts';
import { addShop, asShop, buy, type Buying, valueOf } from '#test/helpers/checkouts.ts';
import { granted } from '#test/helpers/promos.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { ownGoods } from '#test/helpers/stock.ts';
import { makeWebhook } from '#test/helpers/webhooks.ts';

const database = await createTestDatabase();
const { owner } = database;
afterAll(database.drop);

const HOUR_MS = 3_600_000;

async function start(types = EVENT_TYPE_NAMES, deps: Partial<Deps> = {}) {
  const core = makeCore(database.db, deps);
  const company = await makeCompanyWithApprovers(core);
  const hook = await makeWebhook(core, company.organization, { types });
  const ids = {
    morgan: (await company.person('morgan')).id,
    alice: (await company.person('alice')).id,
    engineering: (await company.department('Engineering')).id,
  };

  async function give(amount = '25') {
    const given = await company.give('morgan', 'alice', amount);
    return { recognitionId: given.id, giftId: must(given.gifts[0], 'gift').giftId };
  }

  /** The events of these types, without their ids. */
  async function told(...names: string[]) {
    const events = await hook.events();
    return events.filter(({ type }) => names.includes(type)).map(({ type, data }) => ({ type, data }));
  }

  async function deliver(outcome: 'sent' | 'closed', giftId: string) {
    for (let way = 0; way < 4; way += 1) {
      const leases = await core.app.message.leaseDeliveries([giftId]);
      const lease = leases.get(giftId);
      if (!lease || lease instanceof Error || lease.kind !== 'send') return;
      const answer =
        outcome === 'sent'
          ? { status: 'sent' as const, messageId: 'm1' }
          : { status: 'closed' as const, reason: 'no' };
      await core.app.message.recordDeliveries([{ toSend: lease.toSend, card: undefined, outcome: answer }]);
    }
  }

  return { core, company, hook, ids, give, told, deliver };
}

describe('a gift', () => {
  it('is told when it is issued, delivered and redeemed, with ids and amounts alone', async () => {
    const { core, company, ids, give, told, deliver } = await start();
    const gift = await give();
    const data = {
      ...gift,
      departmentId: ids.engineering,
      giverId: ids.morgan,
      recipientId: ids.alice,
      amountMinor: 2_500,
      currency: 'USD',
    };

    await deliver('sent', gift.giftId);
    await core.app.gift.redeem({ person: await company.person('alice'), giftId: gift.giftId });

    expect(await told('gift.issued', 'gift.delivered', 'gift.redeemed')).toEqual([
      { type: 'gift.issued', data },
      { type: 'gift.delivered', data },
      { type: 'gift.redeemed', data: { ...data, redeemedBy: ids.alice } },
    ]);
  });

  it('is told once as delivered, though its delivery is recorded twice', async () => {
    const { core, give, told } = await start();
    const { giftId } = await give();
    const lease = (await core.app.message.leaseDeliveries([giftId])).get(giftId);
    if (!lease || lease instanceof Error || lease.kind !== 'send') throw new Error('it is not sent');
    const attempt = {
      toSend: lease.toSend,
      card: undefined,
      outcome: { status: 'sent' as const, messageId: 'm1' },
    };

    await core.app.message.recordDeliveries([attempt]);
    await core.app.message.recordDeliveries([attempt]);

    expect(await told('gift.delivered')).toHaveLength(1);
  });

  it('is told when no way is left to its recipient', async () => {
    const { give, told, deliver } = await start();
    const { giftId } = await give();

    await deliver('closed', giftId);

    expect(await told('gift.undelivered', 'gift.delivered')).toMatchObject([
      { type: 'gift.undelivered', data: { giftId } },
    ]);
  });

  it('is told when its giver or the organization takes it back, before or after it was redeemed', async () => {
    const { core, company, give, told } = await start();
    const [undone, voided, reversed] = [await give('1'), await give('2'), await give('3')];
    await core.app.gift.redeem({ person: await company.person('alice'), giftId: reversed.giftId });

    await core.app.gift.undo({ person: await company.person('morgan'), of: { giftId: undone.giftId } });
    for (const { giftId } of [voided, reversed]) {
      const asked = await core.app.approval.requestVoid({
        person: await company.person('priya'),
        giftId,
        reason: 'a mistake',
      });
      const approvalId = must(asked.ok ? asked.value.approvalId : undefined, 'approval');
      expect(await company.decide('finn', approvalId)).toMatchObject({ ok: true });
    }

    expect(await told('gift.voided', 'gift.reversed')).toMatchObject([
      { type: 'gift.voided', data: { giftId: undone.giftId, by: 'giver' } },
      { type: 'gift.voided', data: { giftId: voided.giftId, by: 'organization' } },
      { type: 'gift.reversed', data: { giftId: reversed.giftId, amountMinor: 300 } },
    ]);
  });

  it('is told when its last day is over', async () => {
    const { core, company, give, told } = await start();
    const { id: organizationId } = company.organization;
    await core.app.budget.setRules({
      scope: { organizationId, departmentId: null, currency: 'USD' },
      rules: { ...NO_RULES, claimDays: 30 },
      actorId: null,
    });
    const { giftId } = await give();

    core.clock.advance(32 * 24 * HOUR_MS);
    await core.app.gift.advanceClaim(giftId);

    expect(await told('gift.expired')).toMatchObject([{ data: { giftId } }]);
  });
});

describe('a request to give', () => {
  it('is told when it comes to nothing', async () => {
    const { company, ids, told } = await start();

    const { id: recognitionId } = await company.give('morgan', 'alice', '999999');

    expect(await told('recognition.ended')).toEqual([
      { type: 'recognition.ended', data: { recognitionId, giverId: ids.morgan, how: 'refused' } },
    ]);
  });
});

describe('a purchase', () => {
  async function startShop() {
    const cards = createCardProvider();
    const started = await start(EVENT_TYPE_NAMES, { payment: cards.method });
    const { core, company, ids } = started;
    const shop = await addShop(core, company);
    await granted(core, company, 'alice', 1_000n);
    const about = { marketplaceId: shop.id, personId: ids.alice, currency: 'USD' };
    async function asked(amountMinor: bigint, more: Buying = {}) {
      return valueOf(await buy(core, company, { shop, amountMinor, ...more })).id;
    }
    return { ...started, cards, shop, about, asked };
  }

  it('is told when it is held, taken, refunded, let go and over', async () => {
    const { core, shop, about, asked, told } = await startShop();
    const [bought, voided, expired] = [await asked(500n), await asked(200n), await asked(300n)];

    await core.app.checkout.capture({ ...asShop(shop, bought), amountMinor: 400n, requestId: 'all' });
    await core.app.checkout.refund({ ...asShop(shop, bought), amountMinor: 100n, requestId: 'back' });
    await core.app.checkout.void(asShop(shop, voided));
    core.clock.advance(8 * 24 * HOUR_MS);
    await core.app.checkout.advance(expired);

    const names = ['authorized', 'captured', 'refunded', 'voided', 'expired'].map(
      (what) => `checkout.${what}`,
    );
    expect(await told(...names)).toEqual([
      { type: 'checkout.authorized', data: { ...about, checkoutId: bought, amountMinor: 500 } },
      { type: 'checkout.authorized', data: { ...about, checkoutId: voided, amountMinor: 200 } },
      { type: 'checkout.authorized', data: { ...about, checkoutId: expired, amountMinor: 300 } },
      { type: 'checkout.captured', data: { ...about, checkoutId: bought, amountMinor: 400 } },
      {
        type: 'checkout.refunded',
        data: {
          ...about,
          checkoutId: bought,
          amountMinor: 100,
          refundId: expect.stringMatching(/^[\da-f-]{36}$/u),
        },
      },
      { type: 'checkout.voided', data: { ...about, checkoutId: voided, amountMinor: 200 } },
      { type: 'checkout.expired', data: { ...about, checkoutId: expired, amountMinor: 300 } },
    ]);
  });

  it('is told as held once another payment method has agreed, and as declined when it has not', async () => {
    const { core, about, cards, asked, told } = await startShop();
    const mixed = await asked(1_500n, { paymentToken: 'pm_card' });
    const before = await told('checkout.authorized');
    await core.app.checkout.advance(mixed);
    const refused = await asked(1_500n, { paymentToken: 'pm_card' });
    cards.next('rejected');
    await core.app.checkout.advance(refused);

    expect(before).toEqual([]);
    expect(await told('checkout.authorized', 'checkout.declined')).toEqual([
      { type: 'checkout.authorized', data: { ...about, checkoutId: mixed, amountMinor: 1_500 } },
      { type: 'checkout.declined', data: { ...about, checkoutId: refused, amountMinor: 1_500 } },
    ]);
  });
});

describe('an order', () => {
  it('is told when it is placed, taken on, fulfilled, refunded and cancelled', async () => {
    const { core, company, ids, told } = await start();
    const priya = await company.person('priya');
    const fields = ownGoods({ prices: { USD: 100n }, fulfillerId: priya.id });
    const { id: itemId } = valueOf(await core.app.store.addItem({ actor: priya, fields }));
    await granted(core, company, 'alice', 1_000n);
    const buyer = await company.person('alice');
    async function order() {
      const asked = {
        buyer,
        itemId,
        amountMinor: 100n,
        currency: 'USD',
        requestId: core.newId(),
        passedAt: null,
      };
      return valueOf(await core.app.store.order(asked)).id;
    }
    const [done, cancelled] = [await order(), await order()];

    await core.app.store.startOrder({ actor: priya, orderId: done });
    await core.app.store.fulfilOrder({ actor: priya, orderId: done });
    await core.app.store.refundOrder({ actor: priya, orderId: done, reason: 'broken' });
    await core.app.store.cancelOrder({ actor: buyer, orderId: cancelled });

    const names = ['placed', 'fulfilling', 'fulfilled', 'refunded', 'cancelled'].map(
      (what) => `order.${what}`,
    );
    const about = { itemId, kind: 'own', buyerId: ids.alice, amountMinor: 100, currency: 'USD' };
    expect(await told(...names)).toMatchObject([
      { type: 'order.placed', data: { ...about, orderId: done } },
      { type: 'order.placed', data: { ...about, orderId: cancelled } },
      { type: 'order.fulfilling', data: { orderId: done } },
      { type: 'order.fulfilled', data: { orderId: done } },
      { type: 'order.refunded', data: { orderId: done, why: 'person' } },
      { type: 'order.cancelled', data: { orderId: cancelled, why: 'buyer' } },
    ]);
  });
});

describe('a decision', () => {
  it('is told when it is asked for and when it is made, and the gift that it issues', async () => {
    const { company, ids, told } = await start();
    const { recognitionId, approvalId } = await company.reserve('morgan', 'alice', '150');

    await company.decide('ada', approvalId);

    const about = {
      approvalId,
      kind: 'gift',
      subjectId: recognitionId,
      departmentId: ids.engineering,
      requestedBy: ids.morgan,
      amountMinor: 15_000,
      currency: 'USD',
    };
    const decidedBy = (await company.person('ada')).id;
    expect(await told('approval.asked', 'approval.decided', 'gift.issued')).toEqual([
      { type: 'approval.asked', data: { ...about, expiresAt: expect.stringMatching(/Z$/u) } },
      { type: 'approval.decided', data: { ...about, status: 'approved', decidedBy } },
      { type: 'gift.issued', data: expect.objectContaining({ recognitionId, amountMinor: 15_000 }) },
    ]);
  });

  it('is told with nobody who made it when the requester withdraws', async () => {
    const { core, company, told } = await start();
    const { approvalId } = await company.reserve('morgan', 'alice', '150');

    await core.app.approval.withdraw({ person: await company.person('morgan'), approvalId });

    expect(await told('approval.decided', 'gift.issued', 'gift.voided')).toMatchObject([
      { data: { approvalId, status: 'withdrawn', decidedBy: null } },
    ]);
  });
});

describe('a budget', () => {
  it('is told when it is filled to one of its thresholds', async () => {
    const { company, ids, told, give } = await start();
    await company.setBudget('Engineering', 10_000n);

    await give('30');
    await give('50');

    expect(await told('budget.alert')).toEqual([
      {
        type: 'budget.alert',
        data: {
          departmentId: ids.engineering,
          percent: 75,
          grantedMinor: 10_000,
          leftMinor: 2_000,
          currency: 'USD',
          until: '2026-12-01T00:00:00.000Z',
        },
      },
    ]);
  });
});

describe('what nobody chose', () => {
  it('is not written at all', async () => {
    const { hook, give } = await start(['budget.alert']);

    await give();

    expect(await hook.events()).toEqual([]);
  });

  it('of two webhooks goes to the one that chose it', async () => {
    const { core, company, hook, give } = await start(['gift.issued']);
    const other = await makeWebhook(core, company.organization, { types: ['gift.issued', 'gift.redeemed'] });
    const { giftId } = await give();
    await core.app.gift.redeem({ person: await company.person('alice'), giftId });

    const [mine, theirs] = [await hook.turn(), await other.turn()];

    expect(mine.map(({ body }) => JSON.parse(body).type)).toEqual(['gift.issued']);
    expect(theirs.map(({ body }) => JSON.parse(body).type)).toEqual(['gift.issued', 'gift.redeemed']);
    expect(mine[0]?.id).toBe(theirs[0]?.id);
  });

  it('goes to no webhook of another organization', async () => {
    const { core, give } = await start();
    const stranger = await makeWebhook(core, (await makeCompanyWithApprovers(core)).organization);

    await give();

    expect(await stranger.turn()).toEqual([]);
    expect(await stranger.events()).toEqual([]);
  });
});

describe('an event', () => {
  it('is gone with the transaction in which it would have happened', async () => {
    const { core, company, hook, give } = await start(['gift.expired']);
    const { giftId } = await give();
    const { id: organizationId } = company.organization;

    const work = transact(core, async (tx) => {
      await publishGifts(core, tx, { type: 'gift.expired', gifts: [{ organizationId, giftId }] });
      throw new Error('rolled back');
    });

    await expect(work).rejects.toThrow('rolled back');
    expect(await hook.events()).toEqual([]);
    expect(core.queue.take('send-webhooks')).toEqual([]);
  });

  it('wakes the job of its webhook once it is committed', async () => {
    const { core, hook, give } = await start();

    await give();

    expect(core.queue.take('send-webhooks')).toEqual([hook.webhookId]);
  });

  it('cannot be changed, not even by the owner of the tables', async () => {
    const { company, give } = await start();
    await give();

    const changed = sql`
      update webhook_event set data = '{}' where organization_id = ${company.organization.id}`.execute(owner);

    await expect(changed).rejects.toMatchObject({ code: '23001' });
  });
});
