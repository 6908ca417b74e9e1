import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { newId } from '#src/kit/new-id.ts';
import { openChooseScene, UNDO_MS } from '#test/helpers/choose-scene.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { setGiftKind } from '#test/helpers/gift-cards.ts';
import { pastGuards } from '#test/helpers/past-guards.ts';
import { balanceOf } from '#test/helpers/reads.ts';
import { leaseDelivery } from '#test/helpers/sendings.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import { dropWhenProved } from '#test/helpers/verify-ledger.ts';

const database = await createTestDatabase();
dropWhenProved(database);
const DAY_MS = 86_400_000;
const NOT_YOURS = { ok: false, refusal: { kind: 'not-yours' } };

function start() {
  return openChooseScene(database.db);
}

describe('a gift whose recipient chooses the gift card', () => {
  it('is bought once they have chosen and its giver can no longer undo it, and not before both', async () => {
    const { core, app, company, amazon, items, give, choose, stateOf } = await start();
    const giftId = await give();
    expect(await stateOf(giftId)).toMatchObject({ gift: 'issued', card: 'open', itemId: null, dueAt: null });
    expect(await company.left('Engineering')).toBe(47_500n);

    expect(await choose(giftId, items.cinema)).toEqual({ ok: true, value: 'Cinema' });
    await app.reward.orderGiftCard(giftId);
    expect(await stateOf(giftId)).toMatchObject({ card: 'chosen', itemId: items.cinema });
    core.clock.advance(UNDO_MS);
    await app.reward.orderGiftCard(giftId);
    expect(await stateOf(giftId)).toMatchObject({ card: 'ordered', dueAt: null });
    await app.reward.buy(giftId);

    expect(await stateOf(giftId)).toMatchObject({ gift: 'redeemed', card: 'bought', itemId: items.cinema });
    expect(amazon.cards).toMatchObject([{ value: { amount: 25, currencyCode: 'USD' } }]);
  });

  it('is never bought while they have not chosen, and at once if they choose after that time', async () => {
    const { core, app, amazon, items, give, choose, stateOf } = await start();
    const giftId = await give();
    core.clock.advance(30 * DAY_MS);
    core.queue.take('buy-gift-card');
    await app.reward.orderGiftCard(giftId);
    expect([amazon.cards, (await stateOf(giftId)).card]).toEqual([[], 'open']);

    await choose(giftId, items.amazon);
    expect(core.queue.take('buy-gift-card')).toEqual([giftId]);
    await app.reward.orderGiftCard(giftId);

    expect((await stateOf(giftId)).card).toBe('ordered');
  });

  it('can be chosen anew until it is ordered, and not after that', async () => {
    const { core, app, items, give, choose, stateOf } = await start();
    const giftId = await give();
    await choose(giftId, items.cinema);

    expect((await choose(giftId, items.amazon, { insteadOf: items.cinema })).ok).toBe(true);
    expect((await stateOf(giftId)).itemId).toBe(items.amazon);
    core.clock.advance(UNDO_MS);
    await app.reward.orderGiftCard(giftId);
    const late = { ok: false, refusal: { kind: 'gift-is-card', card: 'Amazon' } };
    expect(await choose(giftId, items.cinema, { insteadOf: items.amazon })).toEqual(late);
    await app.reward.buy(giftId);

    const here = { ok: false, refusal: { kind: 'gift-card-here', card: 'Amazon' } };
    expect(await choose(giftId, items.cinema, { insteadOf: items.amazon })).toEqual(here);
  });

  it('is chosen once by a double click, and by the first of two windows', async () => {
    const { core, items, give, choose, stateOf } = await start();
    const giftId = await give();

    expect((await choose(giftId, items.cinema)).ok).toBe(true);
    expect((await choose(giftId, items.cinema)).ok).toBe(true);
    const other = await choose(giftId, items.amazon);

    expect(other).toEqual({ ok: false, refusal: { kind: 'gift-card-chosen', card: 'Cinema' } });
    expect((await stateOf(giftId)).itemId).toBe(items.cinema);
    const chosen = await core.db
      .selectFrom('activity')
      .select(['actor_id', 'detail'])
      .where('gift_id', '=', giftId)
      .where('kind', '=', 'gift.card-chosen')
      .execute();
    expect(chosen).toMatchObject([{ detail: { itemId: items.cinema } }]);
  });

  it('is for nobody else to choose or to keep, and not for its recipient once they have left', async () => {
    const { core, company, items, give, choose, keep, choiceOf, stateOf } = await start();
    const giftId = await give();

    for (const userId of ['bob', 'morgan', 'priya']) {
      expect(await choose(giftId, items.cinema, { userId })).toEqual(NOT_YOURS);
      expect(await keep(giftId, userId)).toEqual(NOT_YOURS);
      expect(await choiceOf(giftId, userId)).toBeUndefined();
    }
    expect(await choose(newId(), items.cinema)).toEqual(NOT_YOURS);
    const alice = await company.person('alice');
    await core.app.people.deactivate(company.organization, { personId: alice.id, actorId: null });
    const asked = { person: alice, giftId, itemId: items.cinema, insteadOf: null };
    expect(await core.app.store.chooseGiftCard(asked)).toEqual(NOT_YOURS);
    expect(await core.app.store.keepAsBalance({ person: alice, giftId })).toEqual(NOT_YOURS);

    expect((await stateOf(giftId)).card).toBe('open');
  });

  it('is not to be chosen where its department named the card, or it is stored value', async () => {
    const { core, company, items, give, choose, choiceOf } = await start();
    await setGiftKind(core, company, { itemId: items.amazon });
    const named = await give();
    await setGiftKind(core, company, { itemId: items.amazon, giftKind: 'stored-value' });
    const plain = await give('10');

    expect([await choose(named, items.cinema), await choiceOf(named)]).toEqual([NOT_YOURS, undefined]);
    expect([await choose(plain, items.cinema), await choiceOf(plain)]).toEqual([NOT_YOURS, undefined]);
  });

  it('stays to be chosen when the rule changes', async () => {
    const { core, company, items, give, choose } = await start();
    const giftId = await give();
    await setGiftKind(core, company, { giftKind: 'stored-value' });

    expect((await choose(giftId, items.cinema)).ok).toBe(true);
  });

  it('waits for its approver first, as any gift does, and is dropped with a request that is declined', async () => {
    const { core, company, items, choose, choiceOf, stateOf } = await start();
    const [approved, declined] = [
      await company.reserve('morgan', 'alice', '150'),
      await company.reserve('morgan', 'alice', '160'),
    ];
    const ids = await core.db
      .selectFrom('gift')
      .select('id')
      .where('recognition_id', 'in', [approved.recognitionId, declined.recognitionId])
      .orderBy('amount_minor')
      .execute();
    const [first = '', second = ''] = ids.map(({ id }) => id);
    expect([await choose(first, items.cinema), await choiceOf(first)]).toEqual([NOT_YOURS, undefined]);

    await company.decide('ada', approved.approvalId);
    await company.decide('ada', declined.approvalId, 'not now');

    expect((await choose(first, items.cinema)).ok).toBe(true);
    expect(await stateOf(second)).toMatchObject({ gift: 'voided', card: 'dropped', itemId: null });
  });

  it('can be undone and voided before it is bought, chosen or not, and its money comes back', async () => {
    const { core, company, items, give, choose, undo, stateOf } = await start();
    const [open, chosen, voided] = [await give(), await give('30'), await give('35')];
    await choose(chosen, items.cinema);

    expect([(await undo(open)).ok, (await undo(chosen)).ok]).toEqual([true, true]);
    const priya = await company.person('priya');
    const asked = await core.app.approval.requestVoid({ person: priya, giftId: voided, reason: 'a mistake' });
    expect((await company.decide('finn', asked.ok ? asked.value.approvalId : '')).ok).toBe(true);

    const states = await Promise.all([open, chosen, voided].map((giftId) => stateOf(giftId)));
    expect(states.map(({ gift, card }) => `${gift} ${card}`)).toEqual(Array(3).fill('voided dropped'));
    expect(await company.left('Engineering')).toBe(50_000n);
    expect(await choose(open, items.cinema)).toEqual({ ok: false, refusal: { kind: 'gift-withdrawn' } });
  });

  it('expires while it is not chosen, and not any more once it is', async () => {
    const { core, company, items, give, choose, keep, stateOf } = await start();
    await setGiftKind(core, company, { claimDays: 10 });
    const [open, chosen] = [await give(), await give('30')];
    await choose(chosen, items.cinema);
    core.clock.advance(12 * DAY_MS);

    const expired = { ok: false, refusal: { kind: 'gift-expired' } };
    expect([await choose(open, items.cinema), await keep(open)]).toEqual([expired, expired]);
    for (const giftId of [open, chosen]) await core.app.gift.advanceClaim(giftId);

    expect(await stateOf(open)).toMatchObject({ gift: 'expired', card: 'dropped' });
    expect(await stateOf(chosen)).toMatchObject({ gift: 'issued', card: 'chosen' });
  });

  it('is not to be had as stored value by its button or its code, and its message holds none', async () => {
    const { app, company, items, give, choose } = await start();
    const giftId = await give();
    const person = await company.person('alice');

    const open = { ok: false, refusal: { kind: 'gift-to-choose' } };
    expect(await app.gift.redeem({ person, giftId })).toEqual(open);
    expect(await app.gift.claim({ person, giftId })).toEqual(open);
    expect(await app.reward.revealGiftCard({ person, giftId })).toEqual(open);
    expect(await leaseDelivery(app, giftId)).toMatchObject({
      toSend: { code: undefined, gift: { card: { status: 'open', name: null } } },
    });
    await choose(giftId, items.cinema);

    const waits = { ok: false, refusal: { kind: 'gift-is-card', card: 'Cinema' } };
    expect(await app.gift.redeem({ person, giftId })).toEqual(waits);
    const held = await app.queries.wallet.listGiftCards(person, person.id);
    expect(held).toMatchObject([{ giftId, name: 'Cinema', status: 'chosen' }]);
  });

  it('that is not sold becomes stored value, as any gift that is a card', async () => {
    const { core, app, company, amazon, items, give, choose, stateOf } = await start();
    const giftId = await give();
    await choose(giftId, items.cinema);
    core.clock.advance(UNDO_MS);
    amazon.obey('F2015');
    await app.reward.orderGiftCard(giftId);
    await app.reward.buy(giftId);

    expect((await stateOf(giftId)).card).toBe('failed');
    expect(await company.notificationsOf('gift.card-failed', giftId)).toContain('alice');
    expect((await app.gift.redeem({ person: await company.person('alice'), giftId })).ok).toBe(true);
  });

  it('says where gifts are listed that it waits for its recipient', async () => {
    const { app, company, items, give, choose } = await start();
    const giftId = await give();
    const priya = await company.person('priya');
    async function isToChoose() {
      return (await app.queries.gift.list(priya, { giftId, limit: 1 }))[0]?.isToChoose;
    }

    expect(await isToChoose()).toBe(true);
    await choose(giftId, items.cinema);
    expect(await isToChoose()).toBe(false);
  });
});

describe('what there is to choose', () => {
  it('are the cards that can be had in exactly that value and currency, and that the recipient may have', async () => {
    const { company, items, give, choose, choiceOf, offer, rewardProviders } = await start();
    const others = [
      await offer({ name: 'Small' }, { maxMinor: 2_499n }),
      await offer({ name: 'Large' }, { minMinor: 2_501n }),
      await offer({ name: 'Euros' }, { currency: 'EUR' }),
      await offer({ name: 'Nobody’s' }, { name: 'nobody' }),
      await offer({ name: 'Managers’', roles: ['manager'] }),
      await offer({ name: 'Elsewhere', regions: ['JP'] }),
      await offer({ name: 'Design’s', departments: [(await company.department('Design')).id] }),
    ];
    await offer({ name: 'Exactly' }, { minMinor: 2_500n, maxMinor: 2_500n });
    const giftId = await give();

    const choice = await choiceOf(giftId);
    expect(choice?.items.map(({ name }) => name)).toEqual(['Amazon', 'Cinema', 'Exactly']);
    expect(choice).toMatchObject({ chosenId: null, refusal: undefined });
    for (const itemId of [...others, newId()]) {
      expect(await choose(giftId, itemId)).toEqual({ ok: false, refusal: { kind: 'gift-card-gone' } });
    }
    rewardProviders.delete('amazon-incentives');
    expect((await choiceOf(giftId))?.items).toEqual([]);
    expect(await choose(giftId, items.cinema)).toMatchObject({ refusal: { kind: 'gift-card-gone' } });
  });

  it('is refused in words when it was withdrawn meanwhile', async () => {
    const { items, give, choose, choiceOf, withdraw, stateOf } = await start();
    const giftId = await give();
    expect((await choiceOf(giftId))?.items).toHaveLength(2);
    await withdraw(items.cinema);

    expect(await choose(giftId, items.cinema)).toEqual({ ok: false, refusal: { kind: 'gift-card-gone' } });
    expect((await stateOf(giftId)).card).toBe('open');
  });

  it('says when it is bought', async () => {
    const { core, give, choiceOf } = await start();
    const giftId = await give();
    const until = new Date(core.clock.now().getTime() + UNDO_MS);

    expect((await choiceOf(giftId))?.boughtAt).toEqual(until);
    core.clock.advance(UNDO_MS);
    expect((await choiceOf(giftId))?.boughtAt).toBeUndefined();
  });

  it('and is nothing, is told HR once a day for each amount', async () => {
    const { core, app, company } = await start();
    const organizationId = company.organization.id;
    const money = { amountMinor: 700n, currency: 'USD' };

    for (const amountMinor of [700n, 700n, 800n]) {
      await app.store.tellEmptyChoice({ organizationId, money: { ...money, amountMinor } });
    }
    expect(await company.notificationsOf('gift.no-card', organizationId)).toEqual(['priya', 'priya']);
    core.clock.advance(DAY_MS);
    await app.store.tellEmptyChoice({ organizationId, money });
    expect(await company.notificationsOf('gift.no-card', organizationId)).toHaveLength(3);
  });
});

describe('a gift that its recipient adds to their balance instead', () => {
  it('is in their wallet at once, chosen or not, and no card is bought', async () => {
    const { core, app, company, amazon, items, give, choose, keep, stateOf } = await start();
    const [open, chosen] = [await give(), await give('30')];
    await choose(chosen, items.cinema);

    expect(await keep(open)).toMatchObject({ ok: true, value: { added: { amountMinor: 2_500n } } });
    expect(await keep(chosen)).toMatchObject({ ok: true, value: { balance: { amountMinor: 5_500n } } });
    core.clock.advance(UNDO_MS);
    for (const giftId of [open, chosen]) await app.reward.orderGiftCard(giftId);

    expect(await stateOf(open)).toMatchObject({ gift: 'redeemed', card: 'failed', itemId: null });
    expect(await stateOf(chosen)).toMatchObject({ gift: 'redeemed', card: 'failed', itemId: items.cinema });
    expect(amazon.cards).toEqual([]);
    const { wallets } = await balanceOf(core, await company.person('alice'));
    expect(wallets).toMatchObject([{ amountMinor: 5_500n }]);
    expect(await company.notificationsOf('gift.card-failed', open)).toEqual([]);
  });

  it('is added once, and there is nothing to choose then', async () => {
    const { items, give, choose, keep, choiceOf } = await start();
    const giftId = await give();
    await keep(giftId);

    expect(await keep(giftId)).toEqual({ ok: false, refusal: { kind: 'already-redeemed' } });
    expect(await choose(giftId, items.cinema)).toEqual({ ok: false, refusal: { kind: 'gift-is-value' } });
    expect(await choiceOf(giftId)).toMatchObject({ refusal: { kind: 'gift-is-value' }, items: [] });
  });

  it('stays to be chosen where its amount asks for a second factor first', async () => {
    const { core, company, give, keep, stateOf, app } = await start();
    const person = await company.person('alice');
    await enrol(core, person);
    await app.session.setFactorPolicy({
      organizationId: person.organizationId,
      changes: { overMinor: { USD: 1_000n } },
      actorId: null,
    });
    const giftId = await give();

    expect(await keep(giftId)).toMatchObject({
      ok: false,
      refusal: { kind: expect.stringContaining('factor') },
    });
    expect((await stateOf(giftId)).card).toBe('open');
    const passedAt = core.clock.now();
    expect((await app.store.keepAsBalance({ person, giftId, passedAt })).ok).toBe(true);
  });

  it('is neither added nor chosen while the wallet is frozen', async () => {
    const { app, company, items, give, choose, keep } = await start();
    const giftId = await give();
    const person = await company.person('priya');
    const { id: ownerId } = await company.person('alice');
    await app.wallet.freeze({ person, ownerId, isFrozen: true, reason: 'to be safe' });

    const frozen = { ok: false, refusal: { kind: 'wallet-frozen' } };
    expect([await keep(giftId), await choose(giftId, items.cinema)]).toEqual([frozen, frozen]);
  });
});

describe('a choice that somebody changed in the database', () => {
  it('is not bought, nor chosen anew', async () => {
    const { core, app, amazon, items, give, choose } = await start();
    const giftId = await give();
    await choose(giftId, items.cinema);
    await pastGuards(core.db, (tx) =>
      sql`update gift_card set item_id = ${items.amazon} where gift_id = ${giftId}`.execute(tx),
    );
    core.clock.advance(UNDO_MS);

    await expect(app.reward.orderGiftCard(giftId)).rejects.toThrow('changed past Largesse');
    expect(await choose(giftId, items.cinema, { insteadOf: items.amazon })).toMatchObject({
      refusal: { kind: 'changed-by-hand' },
    });
    expect(amazon.cards).toEqual([]);
    await pastGuards(core.db, (tx) =>
      sql`update gift_card set item_id = ${items.cinema} where gift_id = ${giftId}`.execute(tx),
    );
  });

  it('is refused by the database itself: half a card, one without a choice, and another one once it is ordered', async () => {
    const { core, app, items, give, choose } = await start();
    const giftId = await give();
    async function write(change: string) {
      return sql`update gift_card set ${sql.raw(change)} where gift_id = ${giftId}`.execute(core.db);
    }

    await expect(write(`item_id = '${items.cinema}'`)).rejects.toThrow('keeps what it is');
    await expect(write(`status = 'chosen'`)).rejects.toThrow('gift_card_chosen');
    await expect(write(`status = 'ordered'`)).rejects.toThrow('moves on as Largesse');
    await choose(giftId, items.cinema);
    await expect(write(`status = 'open'`)).rejects.toThrow('moves on as Largesse');
    core.clock.advance(UNDO_MS);
    await app.reward.orderGiftCard(giftId);
    await expect(write(`item_id = '${items.amazon}'`)).rejects.toThrow('keeps what it is');
  });
});
