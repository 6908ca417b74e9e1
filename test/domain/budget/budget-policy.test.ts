import { describe, expect, it } from 'vitest';
import {
  type BudgetPolicy,
  calendarOf,
  DEFAULT_PERIOD,
  openingOf,
  periodsToOpen,
  policyOf,
} from '#src/domain/budget/budget-policy.ts';
import { periodOf } from '#src/domain/kit/period.ts';

const MONTHLY = { timeZone: 'UTC', kind: 'month', fiscalStartMonth: 1 } as const;
const NOW = new Date('2026-11-16T10:00:00Z');

function policy(setAt: string, more: Partial<BudgetPolicy> = {}): BudgetPolicy {
  return {
    amountMinor: 100n,
    period: 'month',
    fiscalStartMonth: 1,
    isSoft: false,
    carryCapMinor: 50n,
    setAt: new Date(setAt),
    ...more,
  };
}

function keysToOpen(policies: readonly BudgetPolicy[], opened: readonly string[] = []): string[] {
  const periods = periodsToOpen(NOW, { policies, opened: new Set(opened), timeZone: 'UTC' });
  return periods.map(({ key }) => key);
}

describe('the policy of a period', () => {
  const november = periodOf(NOW, MONTHLY);

  it('is the last one that was set before its end', () => {
    const [first, second] = [policy('2026-10-01T00:00:00Z'), policy('2026-11-20T00:00:00Z')];

    expect(policyOf([first, second], november)).toBe(second);
    expect(policyOf([first], november)).toBe(first);
    expect(policyOf([], november)).toBeUndefined();
  });

  it('is not one that was set at its end: that is the next one’s', () => {
    const lastInstant = policy('2026-11-30T23:59:59.999Z');

    expect(policyOf([policy('2026-12-01T00:00:00Z')], november)).toBeUndefined();
    expect(policyOf([lastInstant], november)).toBe(lastInstant);
  });
});

describe('the periods that open together', () => {
  it('are the running one alone without carry-over, and without a policy', () => {
    expect(keysToOpen([policy('2026-01-01T00:00:00Z', { carryCapMinor: 0n })])).toEqual(['2026-11-01']);
    expect(keysToOpen([])).toEqual(['2026-11-01']);
    expect(DEFAULT_PERIOD).toEqual({ period: 'month', fiscalStartMonth: 1 });
  });

  it('go back to the last that was opened, which is included for what it left', () => {
    const set = policy('2026-01-01T00:00:00Z');

    expect(keysToOpen([set], ['2026-09-01'])).toEqual(['2026-09-01', '2026-10-01', '2026-11-01']);
    expect(keysToOpen([set], ['2026-11-01'])).toEqual(['2026-11-01']);
  });

  it('go back no further than to the first policy', () => {
    expect(keysToOpen([policy('2026-09-10T00:00:00Z')])).toEqual(['2026-09-01', '2026-10-01', '2026-11-01']);
  });

  it('are cut as the last policy says, however many were set before', () => {
    const set = ['month', 'week', 'quarter'].map((period, index) =>
      policy(`2026-0${index + 1}-01T00:00:00Z`, {
        period: period as BudgetPolicy['period'],
        carryCapMinor: 0n,
      }),
    );

    expect(keysToOpen(set)).toEqual(['2026-10-01/P3M']);
    expect(keysToOpen(set.slice(0, 2))).toEqual(['2026-11-16/P7D']);
  });

  it('end where a period of another length was before', () => {
    const quarterly = policy('2026-01-01T00:00:00Z', { period: 'quarter' });

    expect(keysToOpen([quarterly, policy('2026-10-05T00:00:00Z')])).toEqual(['2026-10-01', '2026-11-01']);
  });

  it('end where the fiscal year began in another month before', () => {
    const april = policy('2024-01-01T00:00:00Z', { period: 'year', fiscalStartMonth: 4 });
    const january = policy('2026-11-10T00:00:00Z', { period: 'year' });

    expect(keysToOpen([april, january])).toEqual(['2026-01-01/P1Y']);
    expect(keysToOpen([{ ...april, fiscalStartMonth: 1 }, january])).toEqual([
      '2024-01-01/P1Y',
      '2025-01-01/P1Y',
      '2026-01-01/P1Y',
    ]);
  });

  it('end before a period that carried nothing over', () => {
    const none = policy('2026-01-01T00:00:00Z', { carryCapMinor: 0n });

    expect(keysToOpen([none, policy('2026-10-05T00:00:00Z')])).toEqual([
      '2026-09-01',
      '2026-10-01',
      '2026-11-01',
    ]);
  });
});

it.each([
  [30n, { grantedMinor: 100n, carriedMinor: 30n }],
  [50n, { grantedMinor: 100n, carriedMinor: 50n }],
  [51n, { grantedMinor: 100n, carriedMinor: 50n }],
  [0n, { grantedMinor: 100n, carriedMinor: 0n }],
  [-20n, { grantedMinor: 100n, carriedMinor: 0n }],
])('a period opens after one that left %s with what may be carried of it', (leftMinor, opening) => {
  expect(openingOf(policy('2026-01-01T00:00:00Z'), leftMinor)).toEqual(opening);
});

it('cuts time as the policy says, in the zone of the department', () => {
  expect(calendarOf({ period: 'quarter', fiscalStartMonth: 4 }, 'Asia/Tokyo')).toEqual({
    timeZone: 'Asia/Tokyo',
    kind: 'quarter',
    fiscalStartMonth: 4,
  });
});
