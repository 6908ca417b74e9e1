import { afterAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { pastGuards } from '#test/helpers/past-guards.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeWalletCompany } from '#test/helpers/wallet-company.ts';

const database = await createTestDatabase();
afterAll(database.drop);

async function start() {
  const core = makeCore(database.db);
  const company = await makeWalletCompany(core);
  const alice = await company.person('alice');
  const giftId = await company.gift('alice', '25');

  async function freeze(isFrozen: boolean, by = 'priya') {
    const person = await company.person(by);
    return core.app.wallet.freeze({ person, ownerId: alice.id, isFrozen, reason: 'lost phone' });
  }

  function redeem() {
    return core.app.gift.redeem({ person: alice, giftId });
  }

  return { core, company, alice, giftId, freeze, redeem };
}

async function broken() {
  return (await verifyLedger(database.db)).checks.filter(({ ok }) => !ok);
}

describe('a frozen wallet', () => {
  it('takes nothing in, by button or by code, until it is unfrozen; its owner is told of both', async () => {
    const { core, company, alice, giftId, freeze, redeem } = await start();
    const code = await company.codeOf(giftId, 'alice');

    await freeze(true);
    const byButton = await redeem();
    const byCode = await company.redeem('alice', code);
    const shown = await core.app.queries.wallet.findWalletGuard(alice, alice.id);
    await freeze(false);

    expect([byButton, byCode]).toEqual([
      { ok: false, refusal: { kind: 'wallet-frozen' } },
      { ok: false, refusal: { kind: 'wallet-frozen' } },
    ]);
    expect(shown).toMatchObject({ frozenAt: core.clock.now(), reason: 'lost phone' });
    expect(await redeem()).toMatchObject({ ok: true });
    expect(await company.notificationsOf('wallet.frozen', alice.id)).toEqual(['alice']);
    expect(await company.notificationsOf('wallet.unfrozen', alice.id)).toEqual(['alice']);
    expect(await broken()).toEqual([]);
  });

  it('says so where its balance is shown', async () => {
    const { core, alice, freeze, redeem } = await start();
    await redeem();
    await freeze(true);

    const [held] = (await core.app.queries.wallet.compose(alice, alice.id)) ?? [];
    expect(held).toMatchObject({ isFrozen: true, giftMinor: 2_500n });
  });

  it('is frozen once and unfrozen once, and its owner is told of the second time, too', async () => {
    const { core, company, alice, freeze } = await start();

    const results = [await freeze(true), await freeze(true), await freeze(false), await freeze(false)];
    core.clock.advance(1_000);
    await freeze(true);

    expect(results.map((one) => one.ok && one.value.isChanged)).toEqual([true, false, true, false]);
    expect(await company.notificationsOf('wallet.frozen', alice.id)).toEqual(['alice', 'alice']);
    expect(await broken()).toEqual([]);
  });

  it('is for HR, finance and admins, and nobody unfreezes their own', async () => {
    const { core, company, freeze } = await start();
    const priya = await company.person('priya');
    const own = { person: priya, ownerId: priya.id, reason: 'x' };
    await core.app.wallet.freeze({ ...own, isFrozen: true });

    const refusal = { kind: 'guard-not-allowed' };
    expect(await freeze(true, 'morgan')).toMatchObject({ ok: false, refusal });
    expect(await core.app.wallet.freeze({ ...own, isFrozen: false })).toMatchObject({ ok: false, refusal });
  });

  it('stays closed when somebody unfreezes it past Largesse', async () => {
    const { alice, freeze, redeem } = await start();
    await freeze(true);
    async function set(at: Date | null) {
      await pastGuards(database.db, (tx) =>
        tx.updateTable('wallet').set({ frozen_at: at }).where('person_id', '=', alice.id).execute(),
      );
    }
    const { frozen_at: frozenAt } = await database.db
      .selectFrom('wallet')
      .select('frozen_at')
      .where('person_id', '=', alice.id)
      .executeTakeFirstOrThrow();
    await set(null);

    const refusal = { kind: 'changed-by-hand', what: 'wallet' };
    expect(await redeem()).toEqual({ ok: false, refusal });
    await set(frozenAt);
  });
});
