import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payFrom, remindAtOf, splitBack } from '#src/domain/wallet/grant.ts';
import { orderToSpend, spendableLots } from '#src/domain/wallet/promo-lot.ts';

const DAY_MS = 86_400_000;

describe('promotional credits', () => {
  it('are spent by what expires first, and then by what was granted first', () => {
    function lot(grantId: string, day: number) {
      return { grantId, expiresAt: new Date(day * DAY_MS) };
    }
    const lots = [lot('c', 3), lot('b', 1), lot('a', 3), lot('d', 2)];

    expect(orderToSpend(lots).map(({ grantId }) => grantId)).toEqual(['b', 'd', 'a', 'c']);
  });

  it('are not spendable at the instant at which they expire', () => {
    const lot = {
      grantId: 'a',
      leftMinor: 1n,
      currency: 'USD',
      expiresAt: new Date(5),
      reason: '',
      timeZone: 'UTC',
    };

    expect(spendableLots([lot], new Date(4))).toHaveLength(1);
    expect(spendableLots([lot], new Date(5))).toEqual([]);
    expect(spendableLots([{ ...lot, leftMinor: 0n }], new Date(4))).toEqual([]);
  });

  it('are announced a week before, unless they are granted for less', () => {
    const grantedAt = new Date(0);
    expect(remindAtOf({ grantedAt, expiresAt: new Date(10 * DAY_MS) })).toEqual(new Date(3 * DAY_MS));
    expect(remindAtOf({ grantedAt, expiresAt: new Date(7 * DAY_MS) })).toBeNull();
  });

  it('go back where they came from, never more than was paid, the last spent first', () => {
    const amount = fc.bigInt({ min: 1n, max: 1_000_000n });
    fc.assert(
      fc.property(amount, fc.bigInt({ min: -5n, max: 1_000_000n }), amount, (amountMinor, left, spent) => {
        const { budgetMinor, topUpMinor } = payFrom(amountMinor, left);
        expect(budgetMinor + topUpMinor).toBe(amountMinor);
        expect(budgetMinor).toBeLessThanOrEqual(left > 0n ? left : 0n);
        const leftOver = amountMinor > spent ? amountMinor - spent : 0n;
        const back = splitBack(leftOver, [
          { isTopUp: false, amountMinor: budgetMinor },
          { isTopUp: true, amountMinor: topUpMinor },
        ]);
        expect(back.reduce((sum, one) => sum + one.amountMinor, 0n)).toBe(leftOver);
        for (const one of back) {
          expect(one.amountMinor).toBeLessThanOrEqual(one.isTopUp ? topUpMinor : budgetMinor);
        }
        const toBudget = back.find(({ isTopUp }) => !isTopUp)?.amountMinor ?? 0n;
        expect(leftOver - toBudget).toBe(leftOver < topUpMinor ? leftOver : topUpMinor);
      }),
    );
  });

  it('never give back more than was paid', () => {
    expect(() => splitBack(2n, [{ isTopUp: false, amountMinor: 1n }])).toThrow('more is left');
  });
});
