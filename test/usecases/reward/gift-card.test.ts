import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { inspect } from 'node:util';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dueJobs } from '#jobs/jobs.ts';
import { insertCodeReport } from '#src/db/gift/code-report.ts';
import { newId } from '#src/kit/new-id.ts';
import { addGiftCard, giftCard, setGiftKind } from '#test/helpers/gift-cards.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { pastGuards } from '#test/helpers/past-guards.ts';
import { balanceOf } from '#test/helpers/reads.ts';
import { leaseDelivery, leaseNotification, recordDelivery } from '#test/helpers/sendings.ts';
import { transactOn } from '#test/helpers/transact-on.ts';
import { dropWhenProved } from '#test/helpers/verify-ledger.ts';
import { findPrograms } from '#test/helpers/programs.ts';
import { openRewardScene } from './reward-scene.ts';

const database = await createTestDatabase();
dropWhenProved(database);
const UNDO_MS = 5 * 60_000;

/** A company in which gifts of Engineering are an Amazon card. */
async function start() {
  const scene = await openRewardScene(database.db);
  onTestFinished(scene.close);
  const { core, company } = scene;
  const { app, db } = core;
  const itemId = await addGiftCard(core, company);
  const set = await setGiftKind(core, company, { itemId });
  if (!set.ok) throw new Error(JSON.stringify(set.refusal));

  async function give(amount = '25', recipient = 'alice'): Promise<string> {
    const { gifts, refusal } = await company.give('morgan', recipient, amount);
    if (!gifts[0]) throw new Error(`nothing was given: ${JSON.stringify(refusal)}`);
    return gifts[0].giftId;
  }
  async function cardOf(giftId: string): Promise<string> {
    const { status } = await db
      .selectFrom('gift_card')
      .select('status')
      .where('gift_id', '=', giftId)
      .executeTakeFirstOrThrow();
    return status;
  }
  async function statusOf(giftId: string): Promise<string> {
    const { status } = await db
      .selectFrom('gift')
      .select('status')
      .where('id', '=', giftId)
      .executeTakeFirstOrThrow();
    return status;
  }
  async function undo(giftId: string, userId = 'morgan') {
    return app.gift.undo({ person: await company.person(userId), of: { giftId } });
  }
  /** Its undo is over, its card ordered and the provider asked. */
  async function buy(giftId: string): Promise<void> {
    core.clock.advance(UNDO_MS);
    await app.reward.orderGiftCard(giftId);
    await app.reward.buy(giftId);
  }
  async function purchased(): Promise<bigint> {
    const { rows } = await sql<{ balance: bigint }>`
      select coalesce(sum(balance), 0)::bigint as balance from account
       where organization_id = ${company.organization.id} and kind = 'purchased'`.execute(db);
    return rows[0]?.balance ?? 0n;
  }
  async function notificationTo(userId: string, kind: string): Promise<string> {
    const { id: personId } = await company.person(userId);
    const { id } = await db
      .selectFrom('notification')
      .select('id')
      .where('person_id', '=', personId)
      .where('kind', '=', kind as 'gift.card-bought')
      .executeTakeFirstOrThrow();
    return id;
  }
  return { ...scene, app, itemId, give, cardOf, statusOf, undo, buy, purchased, notificationTo };
}

describe('a gift that is a gift card', () => {
  it('is bought once its giver can no longer undo it, and its money leaves the department', async () => {
    const { core, app, company, amazon, give, cardOf, statusOf, purchased } = await start();
    const giftId = await give();

    await app.reward.orderGiftCard(giftId);
    expect(await cardOf(giftId)).toBe('waiting');
    core.clock.advance(UNDO_MS - 1);
    await app.reward.orderGiftCard(giftId);
    expect(amazon.cards).toEqual([]);
    core.clock.advance(1);
    await app.reward.orderGiftCard(giftId);
    expect(await cardOf(giftId)).toBe('ordered');
    expect(await purchased()).toBe(0n);
    await app.reward.buy(giftId);

    expect(amazon.cards).toMatchObject([{ value: { amount: 25, currencyCode: 'USD' } }]);
    expect([await cardOf(giftId), await statusOf(giftId)]).toEqual(['bought', 'redeemed']);
    expect(await purchased()).toBe(2_500n);
    expect(await company.left('Engineering')).toBe(47_500n);
    const { wallets, unredeemed } = await balanceOf(core, await company.person('alice'));
    expect([wallets.map(({ amountMinor }) => amountMinor), unredeemed]).toEqual([[], []]);
  });

  it('has no code that could be reported, so nothing keeps what was bought from being its recipient’s', async () => {
    const { app, company, give, cardOf, buy } = await start();
    const giftId = await give();

    const reported = await app.gift.reportCode({ person: await company.person('alice'), giftId });
    await buy(giftId);

    expect(reported).toMatchObject({ ok: false, refusal: { kind: 'gift-is-card' } });
    expect(await cardOf(giftId)).toBe('bought');
  });

  it('cannot have its code reported past Largesse either', async () => {
    const { core, company, give } = await start();
    const giftId = await give();

    const { id: organizationId } = company.organization;
    const { id: reportedBy } = await company.person('alice');
    const report = { organizationId, id: newId(), giftId, reportedBy, reason: '' };
    const reported = transactOn(core.db, (tx) => insertCodeReport(tx, report));

    await expect(reported).rejects.toThrow('it has no code to report');
  });

  it('is booked as bought although its recipient’s wallet is frozen, and is shown once it no longer is', async () => {
    const { app, company, give, cardOf, statusOf, buy, purchased } = await start();
    const [alice, priya] = [await company.person('alice'), await company.person('priya')];
    const giftId = await give();
    const freeze = { person: priya, ownerId: alice.id, reason: 'lost phone' };
    await app.wallet.freeze({ ...freeze, isFrozen: true });

    await buy(giftId);

    expect([await cardOf(giftId), await statusOf(giftId), await purchased()]).toEqual([
      'bought',
      'redeemed',
      2_500n,
    ]);
    expect(await app.reward.revealGiftCard({ person: alice, giftId })).toMatchObject({
      ok: false,
      refusal: { kind: 'wallet-frozen' },
    });
    await app.wallet.freeze({ ...freeze, isFrozen: false });
    expect(await app.reward.revealGiftCard({ person: alice, giftId })).toMatchObject({ ok: true });
  });

  it('is found by the sweep when it is due', async () => {
    const { core, app, give } = await start();
    const giftId = await give();
    core.clock.advance(UNDO_MS + 10_000);
    core.queue.take('buy-gift-card');

    await app.jobs.enqueueDue(dueJobs);

    expect(core.queue.take('buy-gift-card')).toContain(giftId);
  });

  it('tells its recipient that a card comes, then where it is, and holds no code', async () => {
    const { app, core, give, buy, notificationTo, company } = await start();
    const giftId = await give();

    const promised = await leaseDelivery(app, giftId);
    expect(promised).toMatchObject({ toSend: { gift: { card: { name: 'Amazon', status: 'waiting' } } } });
    expect(promised).toMatchObject({ toSend: { code: undefined } });
    await buy(giftId);

    const told = await leaseNotification(app, await notificationTo('alice', 'gift.card-bought'));
    expect(told).toMatchObject({
      toSend: { content: { detail: { card: 'Amazon', giver: 'Morgan Reyes' } } },
    });
    const alice = await company.person('alice');
    const revealed = await app.reward.revealGiftCard({ person: alice, giftId });
    expect(revealed.ok && revealed.value.values[0]?.secret.reveal()).toMatch(/^[A-Z0-9]{4}-/u);
    const others = await app.reward.revealGiftCard({ person: await company.person('bob'), giftId });
    expect(others).toEqual({ ok: false, refusal: { kind: 'not-yours' } });
    expect(inspect(core.log.lines, { depth: 5 })).not.toContain(
      revealed.ok && revealed.value.values[0]?.secret.reveal(),
    );
  });

  it('is not to be had as stored value, by its button, its code or its page', async () => {
    const { app, core, company, give, buy } = await start();
    const giftId = await give();
    const person = await company.person('alice');
    const waits = { ok: false, refusal: { kind: 'gift-is-card', card: 'Amazon' } };

    expect(await app.gift.redeem({ person, giftId })).toEqual(waits);
    expect(await app.gift.claim({ person, giftId })).toEqual(waits);
    const cards = await app.queries.wallet.listGiftCards(person, person.id);
    expect(cards).toMatchObject([{ giftId, name: 'Amazon', status: 'waiting', amountMinor: 2_500n }]);
    expect((await balanceOf(core, person)).unredeemed).toEqual([]);
    await buy(giftId);

    const here = { ok: false, refusal: { kind: 'gift-card-here', card: 'Amazon' } };
    expect(await app.gift.redeem({ person, giftId })).toEqual(here);
    expect(await app.gift.claim({ person, giftId })).toEqual(here);
    const bob = await company.person('bob');
    expect(await app.queries.wallet.listGiftCards(bob, person.id)).toEqual([]);
  });

  it('can be undone as any gift in its minutes, and is not bought then', async () => {
    const { core, app, company, amazon, give, undo, cardOf } = await start();
    const giftId = await give();

    expect((await undo(giftId)).ok).toBe(true);
    core.clock.advance(UNDO_MS);
    await app.reward.orderGiftCard(giftId);

    expect([await cardOf(giftId), amazon.cards, core.queue.take('buy-reward')]).toEqual(['dropped', [], []]);
    expect(await company.left('Engineering')).toBe(50_000n);
  });

  it('cannot be taken back by anybody while it is being bought, and after that', async () => {
    const { core, app, company, give, undo } = await start();
    const giftId = await give();
    await setGiftKind(core, company, {
      itemId: await addGiftCard(core, company, giftCard({ name: 'Other' })),
      undoMinutes: 60,
    });
    core.clock.advance(UNDO_MS);
    await app.reward.orderGiftCard(giftId);
    const finn = await company.person('finn');

    const ordered = { ok: false, refusal: { kind: 'gift-card-ordered', card: 'Amazon' } };
    expect(await undo(giftId)).toEqual(ordered);
    expect(await app.approval.requestVoid({ person: finn, giftId, reason: 'a mistake' })).toEqual(ordered);
    await app.reward.buy(giftId);

    const bought = { ok: false, refusal: { kind: 'gift-card-bought', card: 'Amazon' } };
    expect(await undo(giftId)).toEqual(bought);
    expect(await app.approval.requestVoid({ person: finn, giftId, reason: 'a mistake' })).toEqual(bought);
  });

  it('is void by two people before it is bought, and not if it was bought while they decided', async () => {
    const { core, app, company, give, cardOf } = await start();
    const [voided, bought] = [await give(), await give('30', 'bob')];
    const priya = await company.person('priya');
    const asked = await Promise.all(
      [voided, bought].map((giftId) =>
        app.approval.requestVoid({ person: priya, giftId, reason: 'a mistake' }),
      ),
    );
    const [first = '', second = ''] = asked.map((one) => (one.ok ? one.value.approvalId : ''));

    expect((await company.decide('finn', first)).ok).toBe(true);
    core.clock.advance(UNDO_MS);
    await app.reward.orderGiftCard(bought);
    await app.reward.orderGiftCard(voided);

    expect(await company.decide('finn', second)).toMatchObject({ refusal: { kind: 'gift-card-ordered' } });
    expect([await cardOf(voided), await cardOf(bought)]).toEqual(['dropped', 'ordered']);
  });

  it('stays the card that it was when it was given, whatever the rules and the catalogue say then', async () => {
    const { core, company, give, buy, amazon, cardOf, itemId } = await start();
    const giftId = await give();
    const scope = {
      organizationId: company.organization.id,
      departmentId: (await company.department('Engineering')).id,
      currency: 'USD',
    };
    await core.app.budget.setRules({ scope, rules: { giftKind: 'stored-value' }, actorId: null });
    expect(itemId).not.toBe('');
    const plain = await give('10', 'bob');
    const waiting = await core.app.gift.redeem({ person: await company.person('bob'), giftId: plain });

    await buy(giftId);

    expect(waiting.ok).toBe(true);
    expect([await cardOf(giftId), amazon.cards.length]).toEqual(['bought', 1]);
  });

  it('counts its minutes from when it was approved, where it waited for that', async () => {
    const { core, app, company, cardOf } = await start();
    const { recognitionId, approvalId } = await company.reserve('morgan', 'alice', '150');
    const { id: giftId } = await core.db
      .selectFrom('gift')
      .select('id')
      .where('recognition_id', '=', recognitionId)
      .executeTakeFirstOrThrow();
    core.clock.advance(UNDO_MS);
    await app.reward.orderGiftCard(giftId);
    expect(await cardOf(giftId)).toBe('waiting');

    await company.decide('ada', approvalId);
    await app.reward.orderGiftCard(giftId);
    expect(await cardOf(giftId)).toBe('waiting');
    core.clock.advance(UNDO_MS);
    await app.reward.orderGiftCard(giftId);

    expect(await cardOf(giftId)).toBe('ordered');
  });

  it('is dropped with a request that is declined', async () => {
    const { core, company, cardOf } = await start();
    const { recognitionId, approvalId } = await company.reserve('morgan', 'alice', '150');
    await company.decide('ada', approvalId, 'not now');
    const { id } = await core.db
      .selectFrom('gift')
      .select('id')
      .where('recognition_id', '=', recognitionId)
      .executeTakeFirstOrThrow();

    expect(await cardOf(id)).toBe('dropped');
  });

  it('is bought once, though the process that asked for it is killed before it hears the answer', async () => {
    const { core, app, amazon, give, cardOf, statusOf } = await start();
    const giftId = await give();
    core.clock.advance(UNDO_MS);
    await app.reward.orderGiftCard(giftId);
    const { flags, pathOf } = await findPrograms();
    const args = { url: database.url, apiUrl: amazon.url, id: giftId, now: core.clock.now() };
    amazon.fail('silence-after');
    const silent = new Promise<void>((resolve) => amazon.onSilence(resolve));
    const program = pathOf('test/usecases/reward/doomed-buyer.ts');
    const worker = spawn(process.execPath, [...flags, program, JSON.stringify(args)], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    await silent;
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    expect([amazon.cards.length, await cardOf(giftId)]).toEqual([1, 'ordered']);

    core.clock.advance((await app.reward.buy(giftId)) ?? 0);
    await app.reward.buy(giftId);

    expect([amazon.cards.length, await cardOf(giftId), await statusOf(giftId)]).toEqual([
      1,
      'bought',
      'redeemed',
    ]);
  });
});

describe('a card that is not sold', () => {
  it('becomes stored value: its recipient can redeem it, HR can void it, and giver and HR are told why', async () => {
    const { core, app, company, amazon, give, buy, cardOf, purchased, notificationTo } = await start();
    const giftId = await give();
    amazon.obey('F2015');

    await buy(giftId);

    expect([await cardOf(giftId), await purchased()]).toEqual(['failed', 0n]);
    expect(await company.notificationsOf('gift.card-failed', giftId)).toEqual(
      expect.arrayContaining(['alice', 'morgan', 'priya']),
    );
    const told = await leaseNotification(app, await notificationTo('morgan', 'gift.card-failed'));
    expect(told).toMatchObject({ toSend: { content: { detail: { to: 'keeper', card: 'Amazon' } } } });
    const again = await leaseDelivery(app, giftId);
    expect(again).toMatchObject({ toSend: { code: { lastFour: expect.any(String) } } });
    const redeemed = await app.gift.redeem({ person: await company.person('alice'), giftId });
    expect(redeemed).toMatchObject({ ok: true, value: { balance: { amountMinor: 2_500n } } });
    expect(core.queue.take('deliver-gift')).toContain(giftId);
  });

  it('has its message sent anew with the code, though the one without was on its way just then', async () => {
    const { core, app, amazon, give, buy, statusOf } = await start();
    const giftId = await give();
    amazon.obey('F2015');
    const before = await leaseDelivery(app, giftId);
    if (before.kind !== 'send') throw new Error(before.kind);

    await buy(giftId);
    const step = await recordDelivery(app, before.toSend, { status: 'sent', messageId: 'without a code' });

    expect([step.kind, await statusOf(giftId)]).toEqual(['done', 'issued']);
    const after = await leaseDelivery(app, giftId);
    if (after.kind !== 'send') throw new Error(after.kind);
    expect(after.toSend).toMatchObject({ code: { lastFour: expect.any(String) }, resent: 1 });
    await recordDelivery(app, after.toSend, { status: 'sent', messageId: 'with its code' });
    expect(await statusOf(giftId)).toBe('delivered');
    expect(await leaseDelivery(app, giftId)).toEqual({ kind: 'nothing' });
    const { revealed } = await core.db
      .selectFrom('activity')
      .select((eb) => eb.fn.countAll<bigint>().as('revealed'))
      .where('gift_id', '=', giftId)
      .where('kind', '=', 'code.revealed')
      .executeTakeFirstOrThrow();
    expect(revealed).toBe(1n);
    expect(core.queue.take('deliver-gift')).toContain(giftId);
  });

  it('is not bought for somebody who has left', async () => {
    const { core, app, company, amazon, give, buy, cardOf } = await start();
    const giftId = await give();
    const alice = await company.person('alice');
    await core.app.people.deactivate(company.organization, { personId: alice.id, actorId: null });

    await buy(giftId);

    expect([await cardOf(giftId), amazon.cards]).toEqual(['failed', []]);
    expect(await company.notificationsOf('gift.card-failed', giftId)).not.toContain('alice');
    const finn = await company.person('finn');
    expect((await app.approval.requestVoid({ person: finn, giftId, reason: 'has left' })).ok).toBe(true);
  });
});

describe('rules about what gifts are', () => {
  it('refuse a card that is unknown, not sold to us, or in another currency', async () => {
    const { core, company } = await start();
    const gone = await addGiftCard(core, company, giftCard({ name: 'Gone' }, { name: 'nobody' }));
    const euros = await addGiftCard(core, company, giftCard({ name: 'Euros' }, { currency: 'EUR' }));

    expect(await setGiftKind(core, company, { itemId: newId() })).toEqual({
      ok: false,
      refusal: { kind: 'unknown-item' },
    });
    expect(await setGiftKind(core, company, { itemId: gone })).toEqual({
      ok: false,
      refusal: { kind: 'gift-card-unsold', card: 'Gone' },
    });
    expect(await setGiftKind(core, company, { itemId: euros, name: null })).toEqual({
      ok: false,
      refusal: { kind: 'gift-card-currency', card: 'Euros', given: 'EUR', expected: 'USD' },
    });
  });

  it('are those of the organization where a department has none of its own', async () => {
    const { core, company, itemId, cardOf } = await start();
    await setGiftKind(core, company, { itemId, name: null });
    const { gifts } = await company.give('dana', 'alice', '5');

    expect(await cardOf(gifts[0]?.giftId ?? '')).toBe('waiting');
  });

  it('refuse an amount that the card is not sold in, and a card that went, before any money moves', async () => {
    const { core, company, rewardProviders } = await start();
    const small = await addGiftCard(
      core,
      company,
      giftCard({ name: 'Small' }, { minMinor: 500n, maxMinor: 2_000n }),
    );
    await setGiftKind(core, company, { itemId: small });

    for (const amount of ['4.99', '20.01']) {
      expect((await company.give('morgan', 'alice', amount)).refusal).toEqual({
        kind: 'gift-card-amount',
        card: 'Small',
        least: { amountMinor: '500', currency: 'USD' },
        most: { amountMinor: '2000', currency: 'USD' },
      });
    }
    expect((await company.give('morgan', 'alice', '20')).refusal).toBeNull();
    rewardProviders.delete('amazon-incentives');
    expect((await company.give('morgan', 'alice', '20')).refusal).toEqual({
      kind: 'gift-card-unsold',
      card: 'Small',
    });
    expect(await company.left('Engineering')).toBe(48_000n);
  });
});

describe('a card that somebody changed in the database', () => {
  it('is not bought', async () => {
    const { core, app, give, amazon } = await start();
    const giftId = await give();
    await pastGuards(core.db, (tx) =>
      sql`update gift_card set product = 'MX' where gift_id = ${giftId}`.execute(tx),
    );
    core.clock.advance(UNDO_MS);

    await expect(app.reward.orderGiftCard(giftId)).rejects.toThrow('changed past Largesse');

    expect(amazon.cards).toEqual([]);
    await pastGuards(core.db, (tx) =>
      sql`update gift_card set product = 'US' where gift_id = ${giftId}`.execute(tx),
    );
  });

  it('leaves no way to end its gift while it is ordered, for whoever has the database either', async () => {
    const { core, app, give } = await start();
    const giftId = await give();
    core.clock.advance(UNDO_MS);
    await app.reward.orderGiftCard(giftId);

    await expect(
      sql`update gift set status = 'voided' where id = ${giftId}`.execute(core.db),
    ).rejects.toThrow('a gift card is being bought');
  });
});
