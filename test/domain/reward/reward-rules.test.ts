import { describe, expect, it } from 'vitest';
import { comparePurchases } from '#src/domain/reward/compare-purchases.ts';
import type { RewardStatus } from '#src/domain/reward/reward-moves.ts';
import { waitBefore } from '#src/domain/reward/reward-waits.ts';

describe('how long to wait before a purchase is asked for again', () => {
  it('grows to an hour, and begins sooner where an answer was lost', () => {
    const lost = [1, 2, 3, 20].map((attempts) => waitBefore('unknown', { attempts }) / 1_000);
    const waiting = [1, 2, 3, 20].map((attempts) => waitBefore('pending', { attempts }) / 1_000);

    expect(lost).toEqual([5, 10, 20, 3_600]);
    expect(waiting).toEqual([60, 120, 240, 3_600]);
  });

  it('is never less than the provider asked for', () => {
    expect(waitBefore('unknown', { attempts: 1, retryAfterMs: 7_200_000 })).toBe(7_200_000);
  });
});

describe('comparing a purchase with our order', () => {
  it.each<
    [state: 'pending' | 'bought' | 'failed' | 'cancelled', ours: RewardStatus | undefined, string | undefined]
  >([
    ['bought', undefined, 'forgotten'],
    ['pending', undefined, 'forgotten'],
    ['failed', undefined, undefined],
    ['cancelled', undefined, undefined],
    ['bought', 'bought', undefined],
    ['bought', 'rejected', 'rejected'],
    ['failed', 'rejected', undefined],
    ['cancelled', 'bought', 'cancelled'],
    ['bought', 'unknown', undefined],
  ])('%s there and %s here: %s', (state, ours, trouble) => {
    const purchase = { key: 'a', state };
    const { troubles } = comparePurchases([purchase], new Map(ours ? [['a', ours]] : []));

    expect(troubles.map((found) => found.trouble)).toEqual(trouble ? [trouble] : []);
  });

  it.each<[RewardStatus, boolean]>([
    ['due', true],
    ['pending', true],
    ['unknown', true],
    ['asking', true],
    ['bought', false],
    ['rejected', false],
  ])('finds the answer of an order that is %s: %s', (status, isOpen) => {
    const { open } = comparePurchases([{ key: 'a', state: 'bought' }], new Map([['a', status]]));

    expect(open).toEqual(isOpen ? ['a'] : []);
  });
});
