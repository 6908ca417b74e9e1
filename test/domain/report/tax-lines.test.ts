import { describe, expect, it } from 'vitest';
import type { TaxOccasion } from '#src/domain/gift/tax-class.ts';
import type { TaxGift } from '#src/domain/report/tax-amounts.ts';
import { taxLines } from '#src/domain/report/tax-lines.ts';
import { findTaxRule, TAX_RULES } from '#src/domain/report/tax-rules.ts';

type Made = {
  day: string;
  amount: bigint;
  country?: string;
  currency?: string;
  occasion?: TaxOccasion;
  back?: string;
};

/** One person’s gifts, each redeemed on the day on which it was given. */
function gifts(made: readonly Made[]): TaxGift[] {
  return made.map(({ day, amount, country = 'DE', currency = 'EUR', occasion = 'work', back }, index) => {
    const moment = { at: new Date(`${day}T10:00:00Z`), day };
    return {
      giftId: String(index).padStart(4, '0'),
      personId: 'jens',
      recipient: 'employee',
      country,
      occasion,
      currency,
      amountMinor: amount,
      issued: moment,
      received: moment,
      back: back === undefined ? null : { at: new Date(`${back}T10:00:00Z`), day: back, kind: 'reversed' },
    };
  });
}

const YEAR = { from: '2027-01-01', to: '2027-12-31' };

/** What is taxable and what is exempt, of all lines. */
function sums(made: readonly Made[], days = YEAR): { wages: bigint; exempt: bigint } {
  const lines = taxLines(gifts(made), days, []);
  return {
    wages: lines.reduce((sum, { wages }) => sum + wages, 0n),
    exempt: lines.reduce((sum, { exempt }) => sum + exempt, 0n),
  };
}

describe('limits', () => {
  it('leave a German month of exactly the limit free, and tax all of one that is a cent above it', () => {
    const even = [
      { day: '2027-03-01', amount: 3_000n },
      { day: '2027-03-31', amount: 2_000n },
    ];

    expect(sums(even)).toEqual({ wages: 0n, exempt: 5_000n });
    expect(sums([...even, { day: '2027-03-31', amount: 1n }])).toEqual({ wages: 5_001n, exempt: 0n });
    expect(sums([...even, { day: '2027-04-01', amount: 1n }])).toEqual({ wages: 0n, exempt: 5_001n });
  });

  it('correct a month that goes over in its second half, and leave the first as it was', () => {
    const made = [
      { day: '2027-03-10', amount: 4_000n },
      { day: '2027-03-20', amount: 2_000n },
    ];
    const [first, second] = [
      { from: '2027-03-01', to: '2027-03-15' },
      { from: '2027-03-16', to: '2027-03-31' },
    ];

    expect(sums(made, first)).toEqual({ wages: 0n, exempt: 4_000n });
    expect(sums(made, second)).toEqual({ wages: 6_000n, exempt: -4_000n });
    expect(taxLines(gifts(made), second, []).map(({ isCorrection }) => isCorrection)).toEqual([true, false]);
  });

  it('tax in Canada what goes over the year’s sum, and only that', () => {
    const ca = { country: 'CA', currency: 'CAD', occasion: 'birthday' as const };

    expect(sums([{ ...ca, day: '2027-02-01', amount: 50_000n }])).toEqual({ wages: 0n, exempt: 50_000n });
    expect(
      sums([
        { ...ca, day: '2027-02-01', amount: 30_000n },
        { ...ca, day: '2027-03-01', amount: 30_000n },
      ]),
    ).toEqual({ wages: 10_000n, exempt: 50_000n });
  });

  it('leave five gifts a year free in Ireland, and tax the sixth', () => {
    const ie = { country: 'IE', amount: 1_000n };
    const six = ['01', '02', '03', '04', '05', '06'].map((month) => ({ ...ie, day: `2027-${month}-01` }));

    expect(sums(six.slice(0, 5))).toEqual({ wages: 0n, exempt: 5_000n });
    expect(sums(six)).toEqual({ wages: 1_000n, exempt: 5_000n });
  });

  it('tax all of an Irish gift that goes over the sum, and none that just fits', () => {
    const ie = { country: 'IE', day: '2027-01-05' };

    expect(sums([{ ...ie, amount: 150_000n }])).toEqual({ wages: 0n, exempt: 150_000n });
    expect(sums([{ ...ie, amount: 150_001n }])).toEqual({ wages: 150_001n, exempt: 0n });
  });

  it('leave a British birthday up to 50 pounds free, and tax all of a dearer one, and any reward for work', () => {
    const gb = { country: 'GB', currency: 'GBP', day: '2027-01-05', occasion: 'birthday' as const };

    expect(sums([{ ...gb, amount: 5_000n }])).toEqual({ wages: 0n, exempt: 5_000n });
    expect(sums([{ ...gb, amount: 5_001n }])).toEqual({ wages: 5_001n, exempt: 0n });
    expect(sums([{ ...gb, amount: 100n, occasion: 'work' }])).toEqual({ wages: 100n, exempt: 0n });
  });

  it('say how much is used, and what is left', () => {
    const [line] = taxLines(gifts([{ day: '2027-03-05', amount: 3_500n }]), YEAR, []);
    const march = { from: '2027-03-01', to: '2027-03-31' };
    const [used] = taxLines(gifts([{ day: '2027-03-05', amount: 3_500n }]), march, []);

    expect(line?.use).toMatchObject({ per: 'month', usedMinor: 0n });
    expect(used?.use).toMatchObject({ usedMinor: 3_500n, mostMinor: 5_000n, leftMinor: 1_500n });
  });
});

describe('the time in which a gift comes back', () => {
  it('has a line below zero, and none where both are in it', () => {
    const made = [{ day: '2027-03-05', amount: 2_000n, country: 'US', currency: 'USD', back: '2027-04-02' }];
    const april = { from: '2027-04-01', to: '2027-04-30' };

    expect(sums(made, { from: '2027-03-01', to: '2027-03-31' }).wages).toBe(2_000n);
    expect(taxLines(gifts(made), april, [])).toMatchObject([{ wages: -2_000n, isCorrection: true }]);
    expect(taxLines(gifts(made), YEAR, [])).toEqual([]);
  });
});

describe('the table of rules', () => {
  it('names who says each of them, and begins each class with its oldest', () => {
    for (const rule of TAX_RULES) {
      const { country, recipient, since, source } = rule;
      const occasion = rule.occasions === 'any' ? 'work' : (rule.occasions[0] ?? 'work');
      expect(source).not.toBe('');
      expect(findTaxRule({ country, recipient, occasion, day: since })?.key).toBe(rule.key);
    }
  });

  it('knows nothing of a country, an occasion or a time that no source speaks of', () => {
    const asked = { country: 'FR', occasion: 'work', recipient: 'employee', day: '2026-11-16' } as const;

    expect(findTaxRule(asked)).toBeUndefined();
    expect(findTaxRule({ ...asked, country: 'CA', occasion: 'anniversary' })).toBeUndefined();
    expect(findTaxRule({ ...asked, country: 'DE', day: '2025-12-31' })).toBeUndefined();
    expect(findTaxRule({ ...asked, country: 'DE', recipient: 'guest' })).toBeUndefined();
  });

  it('has the threshold of Forms 1099 by year, and says where it is not known', () => {
    const found = ['2025-12-31', '2026-01-01', '2027-01-01'].map((day) =>
      findTaxRule({ country: 'US', occasion: 'work', recipient: 'guest', day }),
    );

    expect(
      found.map((rule) => rule?.treatment.kind === 'reported' && rule.treatment.threshold.amountMinor),
    ).toEqual([60_000n, 200_000n, null]);
  });
});
