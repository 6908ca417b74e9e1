import { describe, expect, it } from 'vitest';
import { makeCompany } from '#test/helpers/company.ts';
import { leaseDelivery, recordDelivery } from '#test/helpers/sendings.ts';
import { balanceOf } from '#test/helpers/reads.ts';
import { raceCores } from '#test/helpers/racing-cores.ts';

const { core, manyAtOnce: atOnce } = await raceCores(3);

/** Twenty gifts of one dollar from Morgan to Alice, out of a budget of just that. */
async function start() {
  const company = await makeCompany(core, { engineering: 2_000n, design: null });
  const ids = (await atOnce(20, () => company.ask('morgan', 'alice', '1'))).map(({ id }) => id);
  const { giftIds } = await core.app.recognition.issue(ids);
  const [morgan, alice] = await Promise.all([company.person('morgan'), company.person('alice')]);
  async function outcome() {
    const { wallets, unredeemed } = await balanceOf(core, alice);
    return { redeemed: wallets[0]?.amountMinor ?? 0n, waiting: unredeemed.length };
  }
  return { company, giftIds, morgan, alice, outcome };
}

describe('undoing at the same moment', () => {
  it('either pays a gift or brings it back, when it is redeemed and undone at once', async () => {
    const { company, giftIds, morgan, alice, outcome } = await start();

    const outcomes = await atOnce(40, async (app, index) => {
      const giftId = giftIds[Math.floor(index / 2)] ?? '';
      const isUndo = index % 4 === 0 || index % 4 === 3;
      if (isUndo) return { isUndo, ok: (await app.gift.undo({ person: morgan, of: { giftId } })).ok };
      return { isUndo, ok: (await app.gift.redeem({ person: alice, giftId })).ok };
    });

    const undone = outcomes.filter(({ isUndo, ok }) => isUndo && ok).length;
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(20);
    expect(await company.left('Engineering')).toBe(BigInt(undone) * 100n);
    expect(await outcome()).toEqual({ redeemed: BigInt(20 - undone) * 100n, waiting: 0 });
  });

  it('brings a gift back once, when its button is pressed twenty times', async () => {
    const { company, giftIds, morgan } = await start();

    const outcomes = await atOnce(20, (app) =>
      app.gift.undo({ person: morgan, of: { giftId: giftIds[0] ?? '' } }),
    );

    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.filter((one) => !one.ok && one.refusal.kind === 'gift-withdrawn')).toHaveLength(19);
    expect(await company.left('Engineering')).toBe(100n);
  });

  it('goes through beside deliveries that begin and end, and leaves none of them to be tried again', async () => {
    const { company, giftIds, morgan, outcome } = await start();

    await atOnce(40, async (app, index) => {
      const giftId = giftIds[Math.floor(index / 2)] ?? '';
      if (index % 2) return app.gift.undo({ person: morgan, of: { giftId } });
      const lease = await leaseDelivery(app, giftId);
      if (lease.kind !== 'send') return undefined;
      const isSent = index % 4 === 0;
      return recordDelivery(
        app,
        lease.toSend,
        isSent ? { status: 'sent', messageId: `M${index}` } : { status: 'unknown', reason: 'lost' },
      );
    });

    core.clock.advance(3_600_000);
    const again = await Promise.all(giftIds.map((giftId) => leaseDelivery(core.app, giftId)));
    core.clock.set('2026-11-16T10:00:00Z');
    expect(again).toEqual(giftIds.map(() => ({ kind: 'nothing' })));
    expect(await outcome()).toEqual({ redeemed: 0n, waiting: 0 });
    expect(await company.left('Engineering')).toBe(2_000n);
  });

  it('ends without anybody waiting in a circle, beside people who give, redeem and undo many', async () => {
    const { company, giftIds, morgan, alice } = await start();
    const more = await atOnce(20, () => company.ask('morgan', 'bob', '1'));

    await atOnce(60, async (app, index) => {
      const giftId = giftIds[Math.floor(index / 3)] ?? '';
      if (index % 3 === 0) return app.gift.undo({ person: morgan, of: { giftId } });
      if (index % 3 === 1) return app.gift.redeem({ person: alice, giftId });
      return app.recognition.issue([more[Math.floor(index / 3)]?.id ?? '']);
    });

    expect(await company.left('Engineering')).toBeGreaterThanOrEqual(0n);
  });
});
