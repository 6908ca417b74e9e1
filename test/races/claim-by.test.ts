import { describe, expect, it } from 'vitest';
import { makeCompany } from '#test/helpers/company.ts';
import { balanceOf } from '#test/helpers/reads.ts';
import { raceCores } from '#test/helpers/racing-cores.ts';

/** For one of two more processes the last day is over, for the other it is not yet. */
const { core, other } = await raceCores(2, { ownClocks: true });
const [early, late] = [other(0), other(1)];

describe('claiming a gift when it expires', () => {
  it('either pays it or brings it back, and never both', async () => {
    const company = await makeCompany(core, { engineering: 2_000n, design: null });
    const { id: departmentId, organizationId } = await company.department('Engineering');
    const scope = { organizationId, departmentId, currency: 'USD' };
    await core.app.budget.setRules({ scope, rules: { claimDays: 1 }, actorId: null });
    const asked = await Promise.all(Array.from({ length: 20 }, () => company.ask('morgan', 'alice', '1')));
    const { giftIds } = await core.app.recognition.issue(asked.map(({ id }) => id));
    const alice = await company.person('alice');
    early.clock.set('2026-11-17T23:59:59Z');
    late.clock.set('2026-11-18T00:00:00Z');

    async function redeem(giftId: string): Promise<boolean> {
      return (await early.app.gift.redeem({ person: alice, giftId })).ok;
    }
    async function expire(giftId: string): Promise<boolean> {
      await late.app.gift.advanceClaim(giftId);
      return false;
    }
    const outcomes = await Promise.all(
      giftIds.flatMap((giftId, index) => {
        return index % 2 === 0
          ? [redeem(giftId), expire(giftId), expire(giftId)]
          : [expire(giftId), expire(giftId), redeem(giftId)];
      }),
    );

    const redeemed = BigInt(outcomes.filter(Boolean).length);
    const { wallets, unredeemed } = await balanceOf(core, alice);
    core.clock.set('2026-11-18T00:00:00Z');
    expect(wallets[0]?.amountMinor ?? 0n).toBe(redeemed * 100n);
    expect(unredeemed).toEqual([]);
    expect(await company.left('Engineering')).toBe(2_000n - redeemed * 100n);
    const states = await core.db
      .selectFrom('gift')
      .select(({ fn }) => ['status', fn.countAll<bigint>().as('gifts')])
      .where('organization_id', '=', organizationId)
      .groupBy('status')
      .execute();
    expect(Object.fromEntries(states.map(({ status, gifts }) => [status, gifts]))).toEqual({
      ...(redeemed > 0n && { redeemed }),
      ...(redeemed < 20n && { expired: 20n - redeemed }),
    });
  });
});
