import { afterAll, describe, expect, it } from 'vitest';
import { personRow } from '#test/helpers/company.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { pastGuards } from '#test/helpers/past-guards.ts';
import { granted, grantPromo, takeBack } from '#test/helpers/promos.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const DAY_MS = 86_400_000;

async function start() {
  const core = makeCore(database.db);
  const company = await makeCompanyWithApprovers(core);
  await core.app.people.import(company.organization, [personRow('Zoe Admin', 'People', 'admin')]);
  const alice = await company.person('alice');

  async function held() {
    const composed = await core.app.queries.wallet.compose(alice, alice.id);
    return composed?.find(({ currency }) => currency === 'USD');
  }

  async function rows() {
    const found = await core.app.queries.wallet.history(alice, alice.id, { currency: 'USD', limit: 20 });
    return (found?.rows ?? []).map(({ kind, amountMinor, balanceAfterMinor, note }) => {
      return [kind, amountMinor, balanceAfterMinor, note];
    });
  }

  return { core, company, alice, held, rows };
}

async function broken() {
  return (await verifyLedger(database.db)).checks.filter(({ ok }) => !ok);
}

describe('granting promotional credit', () => {
  it('moves it from the department’s budget to the person, who is told', async () => {
    const { core, company, held, rows } = await start();

    const grantId = await granted(core, company, 'alice', 1_000n);

    expect(await held()).toMatchObject({
      spendableMinor: 1_000n,
      giftMinor: 0n,
      promo: [{ grantId, leftMinor: 1_000n, reason: 'for the spring' }],
    });
    expect(await company.left('Engineering')).toBe(49_000n);
    expect(await rows()).toEqual([['promo.granted', 1_000n, 1_000n, 'for the spring']]);
    expect(await company.notificationsOf('promo.granted', grantId)).toEqual(['alice']);
    expect(await broken()).toEqual([]);
  });

  it('is done once, however often it is asked', async () => {
    const { core, company, held } = await start();

    const first = await grantPromo(core, company, 'alice', 1_000n, { requestId: 'spring' });
    const again = await grantPromo(core, company, 'alice', 1_000n, { requestId: 'spring' });
    const other = await grantPromo(core, company, 'alice', 2_000n, { requestId: 'spring' });

    expect(first).toMatchObject({ ok: true, value: { repeated: 0, totalMinor: 1_000n } });
    expect(again).toMatchObject({ ok: true, value: { grants: [], repeated: 1, totalMinor: 0n } });
    expect(other).toEqual({ ok: false, refusal: { kind: 'promo-asked-differently', request: 'spring' } });
    expect(await held()).toMatchObject({ spendableMinor: 1_000n });
  });

  it('is refused to whoever may not, and leaves everything as it was', async () => {
    const { core, company, held } = await start();

    const byHr = await grantPromo(core, company, 'alice', 1_000n, { by: 'priya' });
    const tooMuch = await grantPromo(core, company, 'alice', 60_000n);
    const past = await grantPromo(core, company, 'alice', 1_000n, { days: 0 });
    await core.app.budget.freeze({
      department: await company.department('Design'),
      isFrozen: true,
      actorId: null,
    });
    const frozen = await grantPromo(core, company, 'alice', 1_000n, { paidBy: 'Design' });

    expect([byHr, tooMuch, past, frozen].map((one) => !one.ok && one.refusal.kind)).toEqual([
      'promo-not-allowed',
      'over-budget',
      'time-is-over',
      'budget-frozen',
    ]);
    expect(await held()).toBeUndefined();
  });

  it('can be planned without being done', async () => {
    const { core, company, alice, held } = await start();

    const planned = await core.app.wallet.planPromos({
      department: await company.department('Engineering'),
      person: await company.person('finn'),
      reason: 'for the spring',
      expiresAt: new Date(core.clock.now().getTime() + DAY_MS),
      promos: [{ personId: alice.id, amountMinor: 500n, requestId: 'a' }],
    });

    expect(planned).toMatchObject({ ok: true, value: { totalMinor: 500n } });
    expect(await held()).toBeUndefined();
  });

  it('takes from top-ups what the budget no longer has, and gives it back there first', async () => {
    const { core, company } = await start();
    const department = await company.department('Design');
    await core.app.budget.topUp({
      id: core.newId(),
      department,
      amountMinor: 10_000n,
      reason: 'extra',
      actorId: null,
    });

    const grantId = await granted(core, company, 'alice', 25_000n, { paidBy: 'Design' });
    const after = await company.left('Design');
    await takeBack(core, company, grantId);

    expect(after).toBe(0n);
    expect(await company.left('Design')).toBe(20_000n);
    expect(await broken()).toEqual([]);
  });
});

describe('promotional credit whose day has come', () => {
  it('is not spendable from that instant, whether or not it was booked', async () => {
    const { core, company, held, rows } = await start();
    const grantId = await granted(core, company, 'alice', 1_000n, { days: 10 });
    core.clock.advance(10 * DAY_MS);

    const before = await held();
    await core.app.wallet.advancePromo(grantId);
    await core.app.wallet.advancePromo(grantId);

    expect(before).toBeUndefined();
    expect(await held()).toBeUndefined();
    expect(await rows()).toEqual([
      ['promo.expired', -1_000n, 0n, 'for the spring'],
      ['promo.granted', 1_000n, 1_000n, 'for the spring'],
    ]);
    expect(await company.notificationsOf('promo.expired', grantId)).toEqual(['alice']);
    expect(await company.left('Engineering')).toBe(50_000n);
    expect(await broken()).toEqual([]);
  });

  it('goes to funding where the period that paid for it is over and nothing may be carried', async () => {
    const { core, company } = await start();
    const grantId = await granted(core, company, 'alice', 1_000n, { days: 40 });
    core.clock.advance(40 * DAY_MS);

    await core.app.wallet.advancePromo(grantId);

    const { rows } = await entriesAbout(grantId);
    expect(rows).toEqual(['budget.returned', 'promo.expired', 'promo.granted']);
    expect(await broken()).toEqual([]);
  });

  it('is left alone before its day', async () => {
    const { core, company, held } = await start();
    const grantId = await granted(core, company, 'alice', 1_000n, { days: 10 });
    core.clock.advance(10 * DAY_MS - 1);

    await core.app.wallet.advancePromo(grantId);

    expect(await held()).toMatchObject({ spendableMinor: 1_000n });
  });

  it('is announced a week before, once', async () => {
    const { core, company } = await start();
    const grantId = await granted(core, company, 'alice', 1_000n, { days: 10 });

    await core.app.wallet.advancePromo(grantId);
    const early = await company.notificationsOf('promo.expiring', grantId);
    core.clock.advance(3 * DAY_MS);
    await core.app.wallet.advancePromo(grantId);
    await core.app.wallet.advancePromo(grantId);

    expect(early).toEqual([]);
    expect(await company.notificationsOf('promo.expiring', grantId)).toEqual(['alice']);
  });

  it('is found by the sweep when it is due', async () => {
    const { core, company } = await start();
    const grantId = await granted(core, company, 'alice', 1_000n, { days: 10 });
    const jobs = [{ job: 'advance-promos' as const, due: 'promos' as const }];
    core.clock.advance(10 * DAY_MS + 60_000);

    await core.app.jobs.enqueueDue(jobs);

    expect(core.queue.take('advance-promos')).toContain(grantId);
  });
});

describe('taking promotional credit back', () => {
  it('waits for a second person, then gives what is left back to the budget and tells its owner', async () => {
    const { core, company, held } = await start();
    const grantId = await granted(core, company, 'alice', 1_000n);
    const person = await company.person('finn');

    const asked = await core.app.wallet.requestPromoReturn({ person, grantId, reason: 'granted twice' });
    const approvalId = asked.ok ? asked.value.approvalId : '';
    const before = await held();
    const byHimself = await company.decide('finn', approvalId);
    const approved = await company.decide('zoe', approvalId);

    expect(before).toMatchObject({ spendableMinor: 1_000n });
    expect(byHimself).toMatchObject({ ok: false, refusal: { kind: 'not-approver' } });
    expect(approved).toMatchObject({ ok: true, value: { recipientNames: ['Alice Ito'] } });
    expect(await held()).toBeUndefined();
    expect(await company.left('Engineering')).toBe(50_000n);
    expect(await company.notificationsOf('promo.taken-back', grantId)).toEqual(['alice']);
    expect(await broken()).toEqual([]);
  });

  it('is refused for what is over, and to whoever may not ask', async () => {
    const { core, company } = await start();
    const grantId = await granted(core, company, 'alice', 1_000n, { days: 10 });
    const priya = await company.person('priya');
    const byHr = await core.app.wallet.requestPromoReturn({ person: priya, grantId, reason: 'x' });
    core.clock.advance(10 * DAY_MS);

    const late = await takeBack(core, company, grantId);
    await core.app.wallet.advancePromo(grantId);
    const over = await takeBack(core, company, grantId);
    const none = await takeBack(core, company, core.newId());

    expect([byHr, late, over, none].map((one) => !one.ok && one.refusal.kind)).toEqual([
      'promo-not-allowed',
      'promo-over',
      'promo-over',
      'unknown-promo',
    ]);
  });

  it('refuses credit that was changed past Largesse', async () => {
    const { core, company } = await start();
    const grantId = await granted(core, company, 'alice', 1_000n, { days: 10 });
    const expiresAt = new Date(core.clock.now().getTime() + 10 * DAY_MS);
    await expireAt(grantId, new Date(expiresAt.getTime() + DAY_MS));

    const altered = await takeBack(core, company, grantId);
    await expireAt(grantId, expiresAt);

    expect(altered).toMatchObject({ ok: false, refusal: { kind: 'changed-by-hand', what: 'promo' } });
    expect(await broken()).toEqual([]);
  });
});

/** As somebody does by hand. */
async function expireAt(grantId: string, at: Date) {
  await pastGuards(database.db, (tx) =>
    tx.updateTable('promo_grant').set({ expires_at: at }).where('id', '=', grantId).execute(),
  );
}

async function entriesAbout(grantId: string) {
  const found = await database.db
    .selectFrom('entry')
    .select('kind')
    .where('subject_id', '=', grantId)
    .orderBy('kind')
    .execute();
  return { rows: found.map(({ kind }) => kind) };
}
