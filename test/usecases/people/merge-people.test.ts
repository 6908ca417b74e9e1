import { afterAll, describe, expect, it } from 'vitest';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { erasedListFile } from '#src/process/erased-list-file.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { addShop, asShop, buy, valueOf } from '#test/helpers/checkouts.ts';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { granted, takeBack } from '#test/helpers/promos.ts';
import { operatorOf } from '#test/helpers/reads.ts';
import { ownGoods } from '#test/helpers/stock.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeWalletCompany } from '#test/helpers/wallet-company.ts';

const database = await createTestDatabase();
afterAll(database.drop);
const DAY_MS = 86_400_000;

/** Alice with two records: `alice`, who is kept, and `alicia`, from another import, with a chat account of her own. */
async function start() {
  const erasedList = erasedListFile(join(await mkdtemp(join(tmpdir(), 'merged-')), 'ids'));
  const core = makeCore(database.db, { erasedList });
  const company = await makeWalletCompany(core, { engineering: 500_000n });
  const { organization } = company;
  await core.app.people.import(organization, [
    { ...personRow('Alicia Ito', 'Design'), employeeNumber: 'E77' },
  ]);
  const [from, into, zoe] = [
    await company.person('alicia'),
    await company.person('alice'),
    await company.person('zoe'),
  ];
  const operator = operatorOf(organization.id);
  const both = { fromId: from.id, intoId: into.id };
  function merge(by = zoe, records = both) {
    return core.app.people.merge(organization, { ...records, by });
  }
  async function redeemed(who: string, amount: string): Promise<string> {
    const giftId = await company.gift(who, amount);
    await core.app.gift.redeem({ person: await company.person(who), giftId });
    return giftId;
  }
  async function spendable(personId: string) {
    const wallets = await core.app.queries.wallet.compose(operator, personId);
    return wallets?.map(({ currency, spendableMinor }) => [currency, spendableMinor]);
  }
  return { core, company, organization, from, into, zoe, operator, both, merge, redeemed, spendable };
}

function refusalOf(outcome: { ok: true } | { ok: false; refusal: Refusal }): Refusal | undefined {
  return outcome.ok ? undefined : outcome.refusal;
}

async function broken() {
  return (await verifyLedger(database.db)).checks.filter(({ ok }) => !ok);
}

describe('two records of one person that are merged', () => {
  it('have one balance, credit with its last day, and the history of both', async () => {
    const { core, company, merge, from, into, redeemed, spendable, operator } = await start();
    await redeemed('alicia', '25');
    await redeemed('alice', '10');
    const grantId = await granted(core, company, 'alicia', 500n, { days: 5 });

    const merged = valueOf(await merge());

    expect(merged.holdings.map(({ amountMinor }) => amountMinor)).toEqual([2_500n, 500n]);
    expect(await spendable(into.id)).toEqual([['USD', 4_000n]]);
    expect(await spendable(from.id)).toEqual([['USD', 0n]]);
    const lots = await core.app.queries.wallet.listLots(operator, into.id);
    expect(lots).toMatchObject([{ grantId, leftMinor: 500n }]);
    const history = await core.app.queries.wallet.history(operator, into.id, { currency: 'USD', limit: 3 });
    expect(history?.rows.map(({ kind, balanceAfterMinor }) => [kind, balanceAfterMinor])).toEqual([
      ['promo.granted', 4_000n],
      ['code.redeemed', 3_500n],
      ['code.redeemed', 2_500n],
    ]);
    expect(await core.app.queries.gift.countOf(operator, into.id)).toMatchObject({ received: 2 });
    expect(await core.app.queries.gift.list(operator, { recipientId: into.id, limit: 9 })).toHaveLength(2);
    expect(await broken()).toEqual([]);
  });

  it('are one person: accounts, number and reports move, and whoever names the old one finds the kept one', async () => {
    const { core, company, organization, merge, from, into, operator } = await start();
    await core.app.people.import(organization, [
      { ...personRow('Nia New', 'Engineering'), managers: ['alicia@example.com'] },
    ]);

    valueOf(await merge());

    expect(await company.person('alicia')).toMatchObject({ id: into.id });
    expect(await company.person('nia')).toMatchObject({ managerId: into.id });
    const facts = await core.app.queries.people.findFacts(operator, into.id);
    expect(facts).toMatchObject({ employeeNumber: 'E77', merged: [{ id: from.id, name: 'Alicia Ito' }] });
    const old = await core.app.queries.people.findFacts(operator, from.id);
    expect(old).toMatchObject({ mergedInto: into.id, isDeactivated: true, employeeNumber: null });
    const called = await core.app.queries.people.findCalled(operator, 'alicia@example.com');
    expect(called).toMatchObject([{ id: into.id }]);
    const [found] = await core.app.queries.people.findByEmail(operator, ['Alicia@example.com']);
    expect(found?.id).toBe(into.id);
    const given = await company.give('morgan', 'alicia', '5');
    expect(given.refusal).toBeNull();
    expect(await broken()).toEqual([]);
  });

  it('are one in their own lists: gifts, their stories, and what the old one bought', async () => {
    const { core, company, merge, from, into, redeemed } = await start();
    const { app } = core;
    const giftId = await redeemed('alicia', '25');
    const keeper = await company.person('priya');
    const fields = ownGoods({ fulfillerId: keeper.id, prices: { USD: 500n } });
    const { id: itemId } = valueOf(await app.store.addItem({ actor: keeper, fields }));
    const asked = { buyer: from, itemId, currency: 'USD', amountMinor: 500n, requestId: 'mug' };
    const { id: orderId } = valueOf(await app.store.order(asked));
    valueOf(await app.store.fulfilOrder({ actor: keeper, orderId }));
    const before = await app.queries.gift.list(into, { limit: 9 });
    valueOf(await merge());

    const bob = await company.person('bob');
    expect(before).toEqual([]);
    expect(await app.queries.gift.list(into, { limit: 9 })).toMatchObject([
      { giftId, recipient: 'Alicia Ito' },
    ]);
    expect(await app.queries.gift.findStory(into, giftId)).toMatchObject({ giftId });
    const own = { buyerId: into.id, limit: 9 };
    expect(await app.queries.store.listOrders(into, own)).toMatchObject([{ orderId, buyer: 'Alicia Ito' }]);
    expect(await app.queries.store.findOrder(into, orderId)).toMatchObject({ id: orderId, deeds: [] });
    expect(await app.queries.gift.list(bob, { limit: 9 })).toEqual([]);
    expect(await app.queries.store.listOrders(bob, { limit: 9 })).toEqual([]);
    expect(await app.queries.store.findOrder(bob, orderId)).toBeUndefined();
  });

  it('stay one when a file or the directory names the old record, which nobody brings back', async () => {
    const { core, organization, merge, from, into, zoe } = await start();
    valueOf(await merge());

    await core.app.people.import(organization, [
      { email: 'alicia@example.com', region: 'JP', isActive: true, chatIds: [] },
    ]);
    const said = { userName: 'alicia@example.com', isActive: true };
    const brought = await core.app.people.provision(organization, { said, actorId: zoe.id });
    const back = await core.app.people.reactivate(organization, { personId: from.id, actorId: null });

    const people = await core.app.queries.people.list(operatorOf(organization.id));
    expect(people.find(({ id }) => id === into.id)).toMatchObject({
      email: 'alice@example.com',
      region: 'JP',
    });
    expect(valueOf(brought).personId).toBe(into.id);
    expect(refusalOf(back)).toEqual({ kind: 'person-merged', name: 'Alicia Ito', into: 'Alice Ito' });
  });

  it('count together where somebody may get only so much a year', async () => {
    const { core, company, organization, merge } = await start();
    await core.app.budget.setRules({
      scope: { organizationId: organization.id, departmentId: null, currency: 'USD' },
      rules: { ...NO_RULES, recipientYearMinor: 10_000n },
      actorId: null,
    });
    await company.give('morgan', 'alice', '30');
    const giftId = await company.gift('alicia', '50');
    await core.app.gift.redeem({ person: await company.person('alicia'), giftId });

    valueOf(await merge());
    const over = await company.give('morgan', 'alice', '30');
    const within = await company.give('morgan', 'alice', '20');

    expect(over.refusal).toMatchObject({ kind: 'over-cap' });
    expect(within.refusal).toBeNull();
    expect(await broken()).toEqual([]);
  });

  it('get back what a purchase of the old record is refunded for, credit too, and lose credit on its day', async () => {
    const { core, company, merge, into, redeemed, spendable } = await start();
    await redeemed('alicia', '25');
    await granted(core, company, 'alicia', 500n, { days: 5 });
    const grantId = await granted(core, company, 'alicia', 300n, { days: 20 });
    const shop = await addShop(core, company);
    const { id } = valueOf(await buy(core, company, { shop, who: 'alicia', amountMinor: 1_000n }));
    valueOf(await core.app.checkout.capture({ ...asShop(shop, id), requestId: 'take' }));

    valueOf(await merge());
    const early = await spendable(into.id);
    valueOf(await core.app.checkout.refund({ ...asShop(shop, id), requestId: 'half', amountMinor: 500n }));
    const half = await spendable(into.id);
    core.clock.advance(6 * DAY_MS);
    valueOf(await core.app.checkout.refund({ ...asShop(shop, id), requestId: 'rest' }));
    const whole = await spendable(into.id);
    const sound = await broken();
    valueOf(await takeBack(core, company, grantId));
    core.clock.advance(30 * DAY_MS);
    const open = await database.db
      .selectFrom('promo_grant')
      .select('id')
      .where('organization_id', '=', company.organization.id)
      .where('status', '=', 'open')
      .execute();
    for (const grant of open) await core.app.wallet.advancePromo(grant.id);

    expect([early, half, whole]).toEqual([[['USD', 2_300n]], [['USD', 2_800n]], [['USD', 3_300n]]]);
    expect(await spendable(into.id)).toEqual([['USD', 2_500n]]);
    expect(sound).toEqual([]);
    expect(await broken()).toEqual([]);
  });

  it('are given out in one file, and erased together, whichever of them is named', async () => {
    const { core, company, merge, from, into, organization, operator, redeemed } = await start();
    await redeemed('alicia', '25');
    valueOf(await merge());
    const exported = await core.app.queries.people.export(operator, { personId: into.id, now: new Date() });
    const priya = await company.person('priya');
    const closing = { person: priya, ownerId: into.id, way: 'return' as const, reason: 'has left' };
    const asked = valueOf(await core.app.wallet.requestClosing(closing));
    await company.decide('zoe', asked.closings[0]?.approvalId ?? '');

    valueOf(await core.app.people.erase(organization, { personId: from.id, by: priya }));

    const rows = await database.db
      .selectFrom('person')
      .select(['name', 'email'])
      .where('id', 'in', [from.id, into.id])
      .execute();
    expect(exported?.tables.person?.map(({ id }) => id)).toEqual([into.id, from.id]);
    expect(rows.map(({ name }) => name).toSorted()).toEqual(
      [from.id, into.id].map((id) => `Erased person ${id.slice(-6)}`).toSorted(),
    );
    expect(rows.map(({ email }) => email)).toEqual([null, null]);
    expect(await broken()).toEqual([]);
  });
});

describe('a record that another one was merged into, merged into a third', () => {
  /** Alicia’s record was merged into Alice’s, which is merged into that of Ali on call. */
  async function startThree() {
    const scene = await start();
    const { core, organization, company, into, merge } = scene;
    await core.app.people.import(organization, [personRow('Ali Ito', 'Design')]);
    const third = await company.person('ali');
    function mergeOn() {
      return merge(undefined, { fromId: into.id, intoId: third.id });
    }
    return { ...scene, third, mergeOn };
  }

  it('brings the money of all three together, credit with its last day and back to its grant', async () => {
    const { core, company, merge, mergeOn, third, redeemed, spendable, operator, ...scene } =
      await startThree();
    await redeemed('alicia', '25');
    await redeemed('alice', '10');
    await redeemed('ali', '1');
    const grantId = await granted(core, company, 'alicia', 500n, { days: 5 });
    valueOf(await merge());

    const merged = valueOf(await mergeOn());

    expect(merged.plan.merged).toMatchObject([{ id: scene.from.id }]);
    expect(await spendable(third.id)).toEqual([['USD', 4_100n]]);
    expect(await spendable(scene.into.id)).toEqual([['USD', 0n]]);
    expect(await core.app.queries.wallet.listLots(operator, third.id)).toMatchObject([
      { grantId, leftMinor: 500n },
    ]);
    const history = await core.app.queries.wallet.history(operator, third.id, { currency: 'USD', limit: 9 });
    expect(history?.rows.map(({ kind, balanceAfterMinor }) => [kind, balanceAfterMinor])).toEqual([
      ['promo.granted', 4_100n],
      ['code.redeemed', 3_600n],
      ['code.redeemed', 3_500n],
      ['code.redeemed', 2_500n],
    ]);
    expect(await broken()).toEqual([]);
    core.clock.advance(6 * DAY_MS);
    await core.app.wallet.advancePromo(grantId);
    expect(await spendable(third.id)).toEqual([['USD', 3_600n]]);
    expect(await broken()).toEqual([]);
  });

  it('shows all gifts and orders with the third, which everybody finds who names the first', async () => {
    const { core, company, merge, mergeOn, from, into, third, redeemed, operator } = await startThree();
    const { app } = core;
    const giftId = await redeemed('alicia', '25');
    const keeper = await company.person('priya');
    const fields = ownGoods({ fulfillerId: keeper.id, prices: { USD: 500n } });
    const { id: itemId } = valueOf(await app.store.addItem({ actor: keeper, fields }));
    const asked = { buyer: from, itemId, currency: 'USD', amountMinor: 500n, requestId: 'mug' };
    const { id: orderId } = valueOf(await app.store.order(asked));
    valueOf(await app.store.fulfilOrder({ actor: keeper, orderId }));
    valueOf(await merge());

    valueOf(await mergeOn());

    const own = { buyerId: third.id, limit: 9 };
    expect(await app.queries.gift.list(third, { limit: 9 })).toMatchObject([{ giftId }]);
    expect(await app.queries.gift.findStory(third, giftId)).toMatchObject({ giftId });
    expect(await app.queries.store.listOrders(third, own)).toMatchObject([{ orderId }]);
    expect(await app.queries.store.findOrder(third, orderId)).toMatchObject({ id: orderId });
    expect(await app.queries.gift.countOf(operator, third.id)).toMatchObject({ received: 1 });
    expect(await company.person('alicia')).toMatchObject({ id: third.id });
    const facts = await app.queries.people.findFacts(operator, third.id);
    expect(facts?.merged.map(({ id }) => id).toSorted()).toEqual([from.id, into.id].toSorted());
    expect(await app.queries.people.findFacts(operator, from.id)).toMatchObject({ mergedInto: third.id });
  });

  it('gets what is refunded of the first one’s purchase: between the merges the second, then the third', async () => {
    const { core, company, merge, mergeOn, into, third, redeemed, spendable } = await startThree();
    await redeemed('alicia', '25');
    const grantId = await granted(core, company, 'alicia', 500n, { days: 5 });
    const shop = await addShop(core, company);
    const { id } = valueOf(await buy(core, company, { shop, who: 'alicia', amountMinor: 1_500n }));
    valueOf(await core.app.checkout.capture({ ...asShop(shop, id), requestId: 'take' }));
    function refund(requestId: string) {
      return core.app.checkout.refund({ ...asShop(shop, id), requestId, amountMinor: 500n });
    }

    valueOf(await merge());
    core.clock.advance(DAY_MS);
    valueOf(await refund('one'));
    const between = [await spendable(into.id), await spendable(third.id)];
    valueOf(await mergeOn());
    valueOf(await refund('two'));
    core.clock.advance(6 * DAY_MS);
    valueOf(await refund('three'));

    expect(between).toEqual([[['USD', 2_000n]], []]);
    expect(await spendable(third.id)).toEqual([['USD', 3_000n]]);
    expect(await broken()).toEqual([]);
    await core.app.wallet.advancePromo(grantId);
    expect(await broken()).toEqual([]);
  });

  it('counts with both where somebody may get only so much a year', async () => {
    const { core, company, organization, merge, mergeOn, redeemed } = await startThree();
    await core.app.budget.setRules({
      scope: { organizationId: organization.id, departmentId: null, currency: 'USD' },
      rules: { ...NO_RULES, recipientYearMinor: 10_000n },
      actorId: null,
    });
    await redeemed('alicia', '50');
    await redeemed('alice', '30');
    valueOf(await merge());

    valueOf(await mergeOn());

    expect((await company.give('morgan', 'ali', '30')).refusal).toMatchObject({ kind: 'over-cap' });
    expect((await company.give('morgan', 'alicia', '20')).refusal).toBeNull();
    expect(await broken()).toEqual([]);
  });

  it('is left alone when the import that brought the first is undone, and is erased with both', async () => {
    const { core, company, organization, merge, mergeOn, from, into, third, operator } = await startThree();
    valueOf(await merge());
    valueOf(await mergeOn());
    const [, imported] = await core.app.queries.people.listImports(operator);
    const importId = imported?.id ?? '';
    const { sight } = valueOf(await core.app.people.undoImport(organization, { importId, actorId: null }));

    await core.app.people.undoImport(organization, { importId, actorId: null, seen: sight });

    expect(await core.app.queries.people.findFacts(operator, from.id)).toMatchObject({
      mergedInto: third.id,
    });
    expect(await broken()).toEqual([]);
    const priya = await company.person('priya');
    valueOf(await core.app.people.erase(organization, { personId: from.id, by: priya }));
    for (const { id } of [from, into, third])
      expect(await core.app.queries.people.findFacts(operator, id)).toMatchObject({ isErased: true });
    expect(await broken()).toEqual([]);
  });
});

describe('two records are not merged', () => {
  it('while something of the first is open, each with what to do', async () => {
    const { core, company, merge, redeemed } = await start();
    const giftId = await company.gift('alicia', '25');
    const open = refusalOf(await merge());
    await core.app.gift.redeem({ person: await company.person('alicia'), giftId });
    const shop = await addShop(core, company);
    const { id } = valueOf(await buy(core, company, { shop, who: 'alicia', amountMinor: 1_000n }));
    const buying = refusalOf(await merge());
    valueOf(await core.app.checkout.void(asShop(shop, id)));
    await redeemed('alicia', '1');
    await core.app.wallet.freeze({
      person: await company.person('zoe'),
      ownerId: (await company.person('alicia')).id,
      isFrozen: true,
      reason: 'looks odd',
    });

    expect(open).toEqual({ kind: 'merge-open', name: 'Alicia Ito', what: 'gifts', count: 1 });
    expect(buying).toEqual({ kind: 'merge-open', name: 'Alicia Ito', what: 'orders', count: 1 });
    expect(refusalOf(await merge())).toEqual({ kind: 'merge-off-limits', name: 'Alicia Ito', why: 'frozen' });
  });

  it('by those who may not make each change alone, nor by one of the two', async () => {
    const { company, merge, both, organization, core, into } = await start();
    const [priya, morgan] = [await company.person('priya'), await company.person('morgan')];
    await core.app.people.change(organization, {
      personId: into.id,
      patch: { role: 'admin' },
      actorId: null,
    });
    const alice = await company.person('alice');

    expect(refusalOf(await merge(morgan))).toMatchObject({ kind: 'people-not-allowed' });
    expect(refusalOf(await merge(priya))).toMatchObject({ kind: 'person-off-limits', why: 'admin' });
    expect(refusalOf(await merge(alice))).toMatchObject({ kind: 'merge-off-limits', why: 'self' });
    const same = { fromId: both.intoId, intoId: both.intoId };
    expect(refusalOf(await merge(undefined, same))).toMatchObject({ why: 'same' });
  });

  it('a second time, nor into or out of a record that was merged, so that nothing goes round in a circle', async () => {
    const { merge, both, company, core, organization } = await start();
    valueOf(await merge());
    const bob = await company.person('bob');

    const again = refusalOf(await merge());
    const back = refusalOf(await merge(undefined, { fromId: both.intoId, intoId: both.fromId }));
    const into = refusalOf(await merge(undefined, { fromId: bob.id, intoId: both.fromId }));
    const out = refusalOf(await merge(undefined, { fromId: both.fromId, intoId: bob.id }));
    const third = refusalOf(await merge(undefined, { fromId: bob.id, intoId: both.intoId }));

    expect(again).toEqual({ kind: 'person-merged', name: 'Alicia Ito', into: 'Alice Ito' });
    expect([back, into, out]).toEqual([again, again, again]);
    expect(third).toBeUndefined();
    expect(await core.app.queries.people.findFacts(operatorOf(organization.id), both.intoId)).toMatchObject({
      merged: [{ name: 'Alicia Ito' }, { name: 'Bob Olsen' }],
    });
  });

  it('where somebody would report to themselves', async () => {
    const { core, company, merge, organization } = await start();
    await core.app.people.import(organization, [
      { ...personRow('Xena Mid', 'Engineering'), managers: ['alicia@example.com'] },
    ]);
    await core.app.people.import(organization, [
      { ...personRow('Alice Ito', 'Engineering'), managers: ['xena@example.com'] },
    ]);

    expect(refusalOf(await merge(await company.person('zoe')))).toEqual({
      kind: 'manager-circle',
      name: 'Alice Ito',
    });
  });
});
