import { afterAll, describe, expect, it } from 'vitest';
import { addShop, asShop, buy, valueOf } from '#test/helpers/checkouts.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { granted } from '#test/helpers/promos.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeWalletCompany } from '#test/helpers/wallet-company.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const DAY_MS = 86_400_000;

async function start(gift: string) {
  const core = makeCore(database.db);
  const company = await makeWalletCompany(core);
  const shop = await addShop(core, company);
  const alice = await company.person('alice');
  await core.app.gift.redeem({ person: alice, giftId: await company.gift('alice', gift) });

  async function spendable() {
    return (await core.app.queries.wallet.compose(alice, alice.id))?.[0]?.spendableMinor;
  }

  return { core, company, shop, alice, spendable };
}

async function expectWhole() {
  expect((await verifyLedger(database.db)).checks.filter(({ ok }) => !ok)).toEqual([]);
}

function times<T>(count: number, act: (nth: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, nth) => act(nth)));
}

describe('many checkouts at once', () => {
  it('never spend more than there is: of fifty for the last cent, one is authorized', async () => {
    const { core, company, shop, spendable } = await start('10');
    valueOf(await buy(core, company, { shop, amountMinor: 999n }));

    const outcomes = await times(50, () => buy(core, company, { shop, amountMinor: 1n }));

    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.filter((one) => !one.ok && one.refusal.kind === 'wallet-short')).toHaveLength(49);
    expect(await spendable()).toBe(0n);
    await expectWhole();
  });

  it('spend credit and gift funds to the last cent and no further', async () => {
    const { core, company, shop, spendable } = await start('1');
    await granted(core, company, 'alice', 37n, { days: 5 });
    await granted(core, company, 'alice', 41n, { days: 9 });

    const outcomes = await times(40, () => buy(core, company, { shop, amountMinor: 7n }));

    // 178 cents: twenty-five times seven, and three left.
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(25);
    expect(await spendable()).toBe(3n);
    await expectWhole();
  });

  it('are one where they are the same request', async () => {
    const { core, company, shop, spendable } = await start('10');

    const asked = { shop, amountMinor: 300n, requestId: 'order 1' };
    const outcomes = await times(10, () => buy(core, company, asked));

    expect(new Set(outcomes.map((one) => one.ok && one.value.id)).size).toBe(1);
    expect(await spendable()).toBe(700n);
    await expectWhole();
  });
});

describe('a checkout that several settle at once', () => {
  it('is captured once by the same request, and by one of several others', async () => {
    const { core, company, shop, spendable } = await start('10');
    const { id } = valueOf(await buy(core, company, { shop, amountMinor: 300n }));

    const outcomes = await times(12, (nth) =>
      core.app.checkout.capture({ ...asShop(shop, id), requestId: `ship ${nth % 3}` }),
    );

    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(4);
    expect(await spendable()).toBe(700n);
    await expectWhole();
  });

  it('is refunded once by the same request, and never for more than was taken', async () => {
    const { core, company, shop, spendable } = await start('10');
    const { id } = valueOf(await buy(core, company, { shop, amountMinor: 300n }));
    await core.app.checkout.capture({ ...asShop(shop, id), requestId: 'ship' });

    const outcomes = await times(12, (nth) => {
      const requestId = `refund ${nth % 4}`;
      return core.app.checkout.refund({ ...asShop(shop, id), requestId, amountMinor: 120n });
    });

    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(6);
    expect(await spendable()).toBe(940n);
    await expectWhole();
  });

  it('is either captured, voided or expired, whoever comes first', async () => {
    const { core, company, shop, spendable } = await start('50');
    const ids: string[] = [];
    for (let nth = 0; nth < 10; nth += 1) {
      ids.push(valueOf(await buy(core, company, { shop, amountMinor: 100n })).id);
    }
    core.clock.advance(7 * DAY_MS);

    await Promise.all(
      ids.flatMap((id, nth) => [
        core.app.checkout.advance(id),
        core.app.checkout.capture({ ...asShop(shop, id), requestId: 'late' }),
        ...(nth % 2 === 0 ? [core.app.checkout.void(asShop(shop, id))] : []),
      ]),
    );

    expect(await spendable()).toBe(5_000n);
    await expectWhole();
  });

  it('loses nothing while its credit expires, is spent and comes back', async () => {
    const { core, company, shop, spendable } = await start('1');
    const grants: string[] = [];
    const ids: string[] = [];
    for (let nth = 0; nth < 4; nth += 1) {
      grants.push(await granted(core, company, 'alice', 100n, { days: 3 }));
      const { id } = valueOf(await buy(core, company, { shop, amountMinor: 60n }));
      if (nth % 2 === 0) await core.app.checkout.capture({ ...asShop(shop, id), requestId: 'ship' });
      ids.push(id);
    }
    core.clock.advance(3 * DAY_MS);

    await Promise.all([
      ...grants.map((id) => core.app.wallet.advancePromo(id)),
      ...ids.map((id, nth) =>
        nth % 2 === 0
          ? core.app.checkout.refund({ ...asShop(shop, id), requestId: '1' })
          : core.app.checkout.void(asShop(shop, id)),
      ),
      ...ids.map(() => buy(core, company, { shop, amountMinor: 10n })),
    ]);

    expect(await spendable()).toBe(100n + 240n - 40n);
    await expectWhole();
  });
});

describe('a wallet that is frozen meanwhile', () => {
  it('spends before or not at all', async () => {
    const { core, company, shop, alice, spendable } = await start('10');
    const person = await company.person('priya');
    const freezing = { person, ownerId: alice.id, isFrozen: true, reason: 'stolen' };

    const [, ...outcomes] = await Promise.all([
      core.app.wallet.freeze(freezing),
      ...Array.from({ length: 10 }, () => buy(core, company, { shop, amountMinor: 10n })),
    ]);

    const spent = BigInt(outcomes.filter(({ ok }) => ok).length);
    expect(await spendable()).toBe(1_000n - spent * 10n);
    expect(await buy(core, company, { shop, amountMinor: 10n })).toMatchObject({
      refusal: { kind: 'wallet-frozen' },
    });
    await expectWhole();
  });
});
