import { describe, expect, it } from 'vitest';
import { type GivenPair, giftWarnings } from '#src/domain/report/giving-warnings.ts';

/** `ann` gave `bob` so many gifts of $10, of all that she gave. */
function pair(giver: string, recipient: string, gifts: number, given = gifts, currency = 'USD'): GivenPair {
  return {
    giver: { id: giver, name: giver },
    recipient: { id: recipient, name: recipient },
    gifts,
    amountMinor: BigInt(gifts) * 1_000n,
    givenMinor: BigInt(given) * 1_000n,
    currency,
  };
}

function warnings(pairs: readonly GivenPair[], pairPercent = 50) {
  return giftWarnings(pairs, { pairPercent });
}

describe('warnings about giving', () => {
  it('name whoever gives one person half of everything, five times and more', () => {
    expect(warnings([pair('ann', 'bob', 5, 10)])).toEqual([
      {
        kind: 'pair',
        subject: 'ann:bob',
        people: ['ann', 'bob'],
        gifts: 5,
        percent: 50,
        amounts: [{ amountMinor: 5_000n, currency: 'USD' }],
      },
    ]);
  });

  it.each([
    ['four gifts, which may be a coincidence', pair('ann', 'bob', 4)],
    ['less than the share', pair('ann', 'bob', 5, 11)],
  ])('do not name %s', (_, given) => {
    expect(warnings([given])).toEqual([]);
  });

  it('go by the rule of the organization where there is one', () => {
    expect(warnings([pair('ann', 'bob', 6, 20)], 30)).toHaveLength(1);
    expect(warnings([pair('ann', 'bob', 6, 20)], 31)).toHaveLength(0);
  });

  it('name two who give each other, with all of it', () => {
    const found = warnings([pair('bob', 'ann', 4, 100), pair('ann', 'bob', 5, 100)]);

    expect(found).toEqual([
      {
        kind: 'ring',
        subject: 'ann:bob',
        people: ['ann', 'bob'],
        gifts: 9,
        amounts: [{ amountMinor: 9_000n, currency: 'USD' }],
      },
    ]);
  });

  it('name three who give around, once, wherever one begins', () => {
    const ring = [pair('bob', 'cay', 2, 100), pair('cay', 'ann', 3, 100), pair('ann', 'bob', 2, 100)];

    expect(warnings(ring)).toMatchObject([{ kind: 'ring', subject: 'ann:bob:cay', gifts: 7 }]);
    expect(warnings(ring.toReversed())).toMatchObject([{ kind: 'ring', subject: 'ann:bob:cay', gifts: 7 }]);
  });

  it('take a thank-you for a thank-you, and a line that does not come back, for what they are', () => {
    const thanks = [pair('ann', 'bob', 1, 100), pair('bob', 'ann', 3, 100)];
    const line = [pair('cay', 'dee', 3, 100), pair('dee', 'eve', 3, 100)];

    expect(warnings([...thanks, ...line])).toEqual([]);
  });

  it('never add currencies', () => {
    const found = warnings([pair('ann', 'bob', 2, 100), pair('bob', 'ann', 2, 100, 'EUR')]);

    expect(found[0]?.amounts).toEqual([
      { amountMinor: 2_000n, currency: 'USD' },
      { amountMinor: 2_000n, currency: 'EUR' },
    ]);
  });
});
