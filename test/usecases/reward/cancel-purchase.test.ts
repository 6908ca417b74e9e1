import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { valueOf } from '#test/helpers/checkouts.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { addGiftCard, setGiftKind } from '#test/helpers/gift-cards.ts';
import { openStore } from '#test/helpers/orders.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { openRewardScene } from './reward-scene.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const WHY = 'our account is closed';

/** Alice was given an Amazon card, which is ordered; `ask` asks Amazon for it. */
async function start() {
  const scene = await openRewardScene(database.db);
  onTestFinished(scene.close);
  const { core, company, organizationId } = scene;
  await setGiftKind(core, company, { itemId: await addGiftCard(core, company), undoMinutes: 0 });
  const { gifts } = await company.give('morgan', 'alice', '25');
  const giftId = must(gifts[0], 'gift').giftId;
  await core.app.reward.orderGiftCard(giftId);
  const operator = { organizationId, operator: 'the test' };
  async function cancel(actor: Parameters<typeof core.app.reward.cancelPurchase>[0]['actor'] = operator) {
    return core.app.reward.cancelPurchase({ actor, rewardId: giftId, reason: WHY });
  }
  async function cardOf() {
    const { status } = await core.db
      .selectFrom('gift_card')
      .select('status')
      .where('gift_id', '=', giftId)
      .executeTakeFirstOrThrow();
    return status;
  }
  async function broken() {
    return (await verifyLedger(database.db)).checks.filter(({ ok }) => !ok);
  }
  return { ...scene, giftId, cancel, cardOf, broken, ask: () => core.app.reward.buy(giftId) };
}

describe('a purchase that waits', () => {
  it('is given up before anybody asked for it: the gift becomes stored value, and nothing is bought', async () => {
    const { cancel, cardOf, ask, amazon, activities, giftId, company, core, broken } = await start();

    expect(await cancel()).toEqual({ ok: true, value: { provider: 'amazon-incentives' } });
    await ask();

    expect(amazon.cards).toEqual([]);
    expect(await cardOf()).toBe('failed');
    expect(await activities(giftId)).toMatchObject([{ kind: 'reward.rejected', detail: { reason: WHY } }]);
    const redeemed = await core.app.gift.redeem({ person: await company.person('alice'), giftId });
    expect(redeemed).toMatchObject({ ok: true });
    expect(await broken()).toEqual([]);
    expect(await cancel()).toMatchObject({
      refusal: { kind: 'purchase-not-waiting', why: 'rejected' },
    });
  });

  it('is given up while its provider does not sell to us', async () => {
    const { cancel, cardOf, ask, amazon } = await start();
    amazon.obey('F3003');
    await ask();

    expect(await cancel()).toMatchObject({ ok: true });

    expect(amazon.cards).toEqual([]);
    expect(await cardOf()).toBe('failed');
  });

  it('is not given up once its provider may have sold it, or has', async () => {
    const { cancel, ask, amazon, core, cardOf, giftId } = await start();
    amazon.obey('F4000');
    await ask();
    expect(await cancel()).toEqual({ ok: false, refusal: { kind: 'purchase-not-waiting', why: 'asked' } });
    expect(await cardOf()).toBe('ordered');
    core.clock.advance(60 * 60_000);

    await core.app.reward.buy(giftId);
    expect(await cancel()).toEqual({ ok: false, refusal: { kind: 'purchase-not-waiting', why: 'bought' } });
    expect(await cardOf()).toBe('bought');
  });

  it('is given up by finance and admins alone, with a reason', async () => {
    const { core, company, cancel, cardOf, giftId } = await start();
    for (const who of ['alice', 'morgan', 'priya']) {
      expect(await cancel(await company.person(who))).toEqual({
        ok: false,
        refusal: { kind: 'purchase-not-allowed' },
      });
    }
    const finn = await company.person('finn');
    const asked = { actor: finn, rewardId: giftId, reason: ' ' };
    expect(await core.app.reward.cancelPurchase(asked)).toMatchObject({
      refusal: { kind: 'reason-missing' },
    });
    const unknown = { actor: finn, rewardId: 'nothing', reason: WHY };
    expect(await core.app.reward.cancelPurchase(unknown)).toMatchObject({
      refusal: { kind: 'unknown-purchase' },
    });
    expect(await cardOf()).toBe('ordered');

    expect(await cancel(finn)).toMatchObject({ ok: true });
    const { actor_id: actor } = await core.db
      .selectFrom('activity')
      .select('actor_id')
      .where('kind', '=', 'reward.rejected')
      .where('actor_id', '=', finn.id)
      .executeTakeFirstOrThrow();
    expect(actor).toBe(finn.id);
  });

  it('of the store ends its order, and its money goes back', async () => {
    const { app, addCard, order, read, spendable, alice } = await openStore(database.db);
    const before = await spendable();
    const placed = valueOf(await order((await addCard()).id, { amountMinor: 2_000n }));
    const actor = { organizationId: alice.organizationId, operator: 'the test' };

    expect(await app.reward.cancelPurchase({ actor, rewardId: placed.id, reason: WHY })).toMatchObject({
      ok: true,
    });

    expect(await read(placed.id)).toMatchObject({ status: 'cancelled', endedWhy: 'not-bought' });
    expect(await spendable()).toBe(before);
  });
});
