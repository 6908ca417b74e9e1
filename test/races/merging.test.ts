import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { addShop, asShop, buy, valueOf } from '#test/helpers/checkouts.ts';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { grantPromo } from '#test/helpers/promos.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeWalletCompany } from '#test/helpers/wallet-company.ts';

const database = await createTestDatabase();
afterAll(database.drop);
const core = makeCore(database.db);

const ROUNDS = 5;

/** Alicia and Alice, who are one person; Alicia's wallet holds 20. */
async function start() {
  const company = await makeWalletCompany(core);
  await core.app.people.import(company.organization, [personRow('Alicia Ito', 'Design')]);
  const [from, into] = [await company.person('alicia'), await company.person('alice')];
  await core.app.gift.redeem({ person: from, giftId: await company.gift('alicia', '20') });
  function merge() {
    return core.app.people.merge(company.organization, { fromId: from.id, intoId: into.id, actorId: null });
  }
  async function heldBy(id: string): Promise<bigint> {
    const { rows } = await sql<{ held: bigint }>`
      select coalesce(sum(balance), 0)::bigint as held from account
       where owner_id = ${id} and kind in ('wallet_gift', 'wallet_promo')`.execute(database.db);
    return rows[0]?.held ?? 0n;
  }
  return { company, from, into, merge, heldBy };
}

async function broken() {
  return (await verifyLedger(database.db)).checks.filter(({ ok }) => !ok);
}

describe('merging two records beside', () => {
  it('redeeming keeps every cent: the gift is redeemed first, or keeps the records apart', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { company, from, into, merge, heldBy } = await start();
      const giftId = await company.gift('alicia', '10');
      const [merged] = await Promise.all([merge(), core.app.gift.redeem({ person: from, giftId })]);
      const held = [await heldBy(from.id), await heldBy(into.id)];
      expect(held).toEqual(merged.ok ? [0n, 3_000n] : [3_000n, 0n]);
    }
    expect(await broken()).toEqual([]);
  });

  it('a gift to the old record leaves no gift that nobody can claim', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { company, from, merge } = await start();
      const { id } = await company.ask('morgan', 'alicia', '10');
      const [, merged] = await Promise.allSettled([core.app.recognition.issue([id]), merge()]);
      if (merged.status === 'rejected') throw new Error('merging failed');
      await core.app.recognition.issue([id]);
      const open = await database.db
        .selectFrom('gift')
        .select('id')
        .where('recipient_id', '=', from.id)
        .where('status', 'in', ['issued', 'delivered'])
        .execute();
      expect(open).toHaveLength(merged.value.ok ? 0 : 1);
    }
    expect(await broken()).toEqual([]);
  });

  it('spending on both sides pays each purchase once, out of what is there', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { company, from, into, merge, heldBy } = await start();
      await core.app.gift.redeem({ person: into, giftId: await company.gift('alice', '5') });
      const shop = await addShop(core, company);
      const [merged, old, kept] = await Promise.allSettled([
        merge(),
        core.app.checkout.authorize({
          person: from,
          marketplaceId: shop.id,
          amountMinor: 700n,
          currency: 'USD',
          requestId: core.newId(),
        }),
        buy(core, company, { shop, who: 'alice', amountMinor: 300n }),
      ]);
      const spent = [old, kept].map((one) => one.status === 'fulfilled' && one.value.ok);
      const isMerged = merged.status === 'fulfilled' && merged.value.ok;
      const left = 2_500n - (spent[0] ? 700n : 0n) - (spent[1] ? 300n : 0n);
      expect([isMerged, spent[0]]).not.toEqual([true, true]);
      expect(spent[1]).toBe(true);
      expect((await heldBy(from.id)) + (await heldBy(into.id))).toBe(left);
      expect(isMerged ? await heldBy(from.id) : 0n).toBe(0n);
    }
    expect(await broken()).toEqual([]);
  });

  it('a refund of the old record’s purchase and credit for it brings all of it to the kept one', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { company, from, into, merge, heldBy } = await start();
      const shop = await addShop(core, company);
      const { id } = valueOf(await buy(core, company, { shop, who: 'alicia', amountMinor: 1_000n }));
      valueOf(await core.app.checkout.capture({ ...asShop(shop, id), requestId: 'take' }));
      const [merged, , promo] = await Promise.allSettled([
        merge(),
        core.app.checkout.refund({ ...asShop(shop, id), requestId: 'all' }),
        grantPromo(core, company, 'alicia', 100n),
      ]);
      if (merged.status === 'rejected') throw new Error('merging failed');
      valueOf(merged.value);
      const credit = promo.status === 'fulfilled' && promo.value.ok ? 100n : 0n;
      expect([await heldBy(from.id), await heldBy(into.id)]).toEqual([0n, 2_000n + credit]);
    }
    expect(await broken()).toEqual([]);
  });

  it('a refund of what a third record bought, which was merged before, brings all of it to the one that is kept last', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { company, from, into, merge, heldBy } = await start();
      await core.app.people.import(company.organization, [personRow('Ali Ito', 'Design')]);
      const third = await company.person('ali');
      const shop = await addShop(core, company);
      const { id } = valueOf(await buy(core, company, { shop, who: 'alicia', amountMinor: 2_000n }));
      valueOf(await core.app.checkout.capture({ ...asShop(shop, id), requestId: 'take' }));
      valueOf(await merge());
      const request = { fromId: into.id, intoId: third.id, actorId: null };
      const [merged, refunded] = await Promise.all([
        core.app.people.merge(company.organization, request),
        core.app.checkout.refund({ ...asShop(shop, id), requestId: 'all' }),
      ]);
      valueOf(merged);
      valueOf(refunded);
      expect([await heldBy(from.id), await heldBy(into.id), await heldBy(third.id)]).toEqual([
        0n,
        0n,
        2_000n,
      ]);
    }
    expect(await broken()).toEqual([]);
  });

  it('itself does it once', async () => {
    const { merge, into, heldBy } = await start();
    const all = await Promise.all([merge(), merge(), merge()]);
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await heldBy(into.id)).toBe(2_000n);
    expect(await broken()).toEqual([]);
  });
});
