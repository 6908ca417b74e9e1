import { afterAll, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const HOUR_MS = 3_600_000;

/** Alice, who redeemed gifts of these amounts from Morgan, an hour after each other. */
async function start(amounts: readonly string[]) {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  const alice = await company.person('alice');
  const giftIds: string[] = [];
  for (const [index, amount] of amounts.entries()) {
    const { gifts } = await company.give('morgan', 'alice', amount, { message: `for task ${index}` });
    const giftId = must(gifts[0], 'gift').giftId;
    await core.app.gift.redeem({ person: alice, giftId });
    giftIds.push(giftId);
    core.clock.advance(HOUR_MS);
  }
  const { wallet } = core.app.queries;
  return { core, company, alice, giftIds, wallet };
}

describe('what a wallet is made of', () => {
  it('is nothing while nothing was redeemed', async () => {
    const { wallet, alice } = await start([]);

    expect(await wallet.compose(alice, alice.id)).toEqual([]);
    expect(await wallet.history(alice, alice.id, { currency: 'USD', limit: 10 })).toEqual({
      rows: [],
      next: undefined,
    });
  });

  it('is the gift funds that were redeemed', async () => {
    const { wallet, alice } = await start(['25', '10.50']);

    expect(await wallet.compose(alice, alice.id)).toEqual([
      { currency: 'USD', giftMinor: 3_550n, spendableMinor: 3_550n, promo: [], isFrozen: false },
    ]);
  });
});

describe('the history of a wallet', () => {
  it('tells each movement with its gift and what was held after it, newest first', async () => {
    const { wallet, alice, giftIds } = await start(['25', '10.50']);

    const history = await wallet.history(alice, alice.id, { currency: 'USD', limit: 10 });

    expect(history?.rows).toMatchObject([
      {
        kind: 'code.redeemed',
        amountMinor: 1_050n,
        balanceAfterMinor: 3_550n,
        currency: 'USD',
        gift: { giftId: giftIds[1], giverName: 'Morgan Reyes', message: 'for task 1' },
      },
      { amountMinor: 2_500n, balanceAfterMinor: 2_500n, gift: { giftId: giftIds[0] } },
    ]);
  });

  it('comes in pages that neither repeat nor leave out a row', async () => {
    const { wallet, alice, giftIds } = await start(['1', '2', '3', '4', '5']);

    const seen: (string | undefined)[] = [];
    let before: string | undefined;
    do {
      const page = must(
        await wallet.history(alice, alice.id, { currency: 'USD', limit: 2, before }),
        'history',
      );
      seen.push(...page.rows.map((row) => row.gift?.giftId));
      before = page.next;
    } while (before !== undefined);

    expect(seen).toEqual(giftIds.toReversed());
  });

  it('keeps the balances when it shows only some kinds or days', async () => {
    const { core, wallet, alice } = await start(['1', '2', '3', '4']);
    const now = core.clock.now().getTime();

    const middle = await wallet.history(alice, alice.id, {
      currency: 'USD',
      kind: 'code.redeemed',
      from: new Date(now - 3 * HOUR_MS),
      to: new Date(now - HOUR_MS),
      limit: 10,
    });
    const none = await wallet.history(alice, alice.id, {
      currency: 'USD',
      kind: 'wallet.adjusted',
      limit: 10,
    });

    expect(middle?.rows.map((row) => row.balanceAfterMinor)).toEqual([600n, 300n]);
    expect(none?.rows).toEqual([]);
  });

  it('begins at the newest where the place to go on from is no place', async () => {
    const { wallet, alice } = await start(['1', '2']);
    const filter = { currency: 'USD', limit: 1, before: `1; drop table posting` };

    expect((await wallet.history(alice, alice.id, filter))?.rows).toMatchObject([{ amountMinor: 200n }]);
  });
});
