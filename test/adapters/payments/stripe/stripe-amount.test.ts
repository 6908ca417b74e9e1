import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minorOfStripe, stripeAmountOf } from '#adapters/payments/stripe/stripe-amount.ts';

describe('an amount for Stripe', () => {
  it.each([
    ['USD', 2_599n, 2_599n],
    ['HUF', 1_500_00n, 1_500_00n],
    ['JPY', 2_500n, 2_500n],
    ['KRW', 12_000n, 12_000n],
    ['KWD', 5_120n, 5_120n],
    ['ISK', 5n, 500n],
    ['UGX', 5n, 500n],
    ['MGA', 5_000n, 50n],
  ])('in %s: %s of ours is %s of Stripe’s', (currency, amountMinor, theirs) => {
    expect(stripeAmountOf({ amountMinor, currency })).toBe(theirs);
    expect(minorOfStripe(Number(theirs), currency)).toBe(amountMinor);
  });

  it.each([
    ['KWD', 5_124n],
    ['BHD', 1n],
    ['MGA', 5_050n],
    ['CLF', 10_001n],
  ])('in %s is refused when it is finer than Stripe takes it: %s', (currency, amountMinor) => {
    expect(stripeAmountOf({ amountMinor, currency })).toBeUndefined();
  });

  it('comes back as it went', () => {
    const currencies = fc.constantFrom('USD', 'JPY', 'ISK', 'KWD', 'MGA', 'UGX', 'XOF', 'CLF', 'OMR');
    const comesBack = fc.property(
      currencies,
      fc.bigInt({ min: 0n, max: 10n ** 12n }),
      (currency, amountMinor) => {
        const theirs = stripeAmountOf({ amountMinor, currency });
        return theirs === undefined || minorOfStripe(Number(theirs), currency) === amountMinor;
      },
    );

    expect(() => fc.assert(comesBack)).not.toThrow();
  });
});
