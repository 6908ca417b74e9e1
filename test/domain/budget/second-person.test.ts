import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_RULES, type GivingRules } from '#src/domain/budget/giving-rules.ts';
import {
  changeSecondPerson,
  needsSecondPerson,
  weightOfBudget,
  weightOfRaise,
  weightOfRules,
} from '#src/domain/budget/second-person.ts';
import { changeOf, type ProposedChange, storeChange } from '#src/domain/budget/proposal.ts';

const monthly = {
  amountMinor: 500n,
  period: 'month',
  fiscalStartMonth: 1,
  isSoft: false,
  carryCapMinor: 0n,
} as const;

describe('what a change of money rules comes to', () => {
  it.each([
    ['a raise counts with the new amount', 500n, 700n, 700n],
    ['a lower amount counts nothing', 700n, 500n, undefined],
    ['the same amount counts nothing', 500n, 500n, undefined],
    ['taking a limit away is more than any amount', 500n, null, 'no-limit'],
    ['a first limit raises nothing', null, 500n, undefined],
  ] as const)('%s', (_, before, after, weight) => {
    expect(weightOfRaise(before, after)).toBe(weight);
  });

  it.each([
    ['a higher budget', { ...monthly, amountMinor: 900n }, 900n],
    ['a lower budget', { ...monthly, amountMinor: 100n }, undefined],
    ['more to carry on', { ...monthly, carryCapMinor: 300n }, 300n],
    ['the same amount, but every week', { ...monthly, period: 'week' as const }, 500n],
    ['one that may be overspent', { ...monthly, isSoft: true }, 'no-limit'],
  ] as const)('of a budget: %s', (_, after, weight) => {
    expect(weightOfBudget(monthly, after)).toBe(weight);
  });

  it.each([
    ['a higher largest gift', { giftMaxMinor: 100n }, { giftMaxMinor: 200n }, 200n],
    ['no largest gift', { giftMaxMinor: 100n }, {}, 'no-limit'],
    ['a higher threshold for approvals', { approvalOverMinor: 100n }, { approvalOverMinor: 300n }, 300n],
    [
      'a threshold for one role above that of all',
      { approvalOverMinor: 100n },
      { approvalOverMinor: 100n, approvalOverByRoleMinor: { manager: 400n } },
      400n,
    ],
    [
      'a role’s own threshold taken away, where all have a higher one',
      { approvalOverMinor: 500n, approvalOverByRoleMinor: { manager: 50n } },
      { approvalOverMinor: 500n },
      500n,
    ],
    ['a higher cap for recipients', { recipientYearMinor: 100n }, { recipientYearMinor: 101n }, 101n],
    [
      'a higher allowance of a role',
      { allowanceMinor: { manager: 100n } },
      { allowanceMinor: { manager: 250n } },
      250n,
    ],
    ['only stricter ones', { giftMaxMinor: 100n }, { giftMaxMinor: 50n, confirmOverMinor: 5n }, undefined],
  ] as [string, Partial<GivingRules>, Partial<GivingRules>, bigint | 'no-limit' | undefined][])(
    'of rules: %s',
    (_, before, after, weight) => {
      expect(weightOfRules({ ...NO_RULES, ...before }, { ...NO_RULES, ...after })).toBe(weight);
    },
  );

  it('nobody is asked without a setting, and above it always', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(amount, amount, (over, weight) => {
        expect(needsSecondPerson(undefined, weight)).toBe(false);
        expect(needsSecondPerson(over, weight)).toBe(weight > over);
        expect(needsSecondPerson(over, 'no-limit')).toBe(true);
        expect(needsSecondPerson(over, undefined)).toBe(false);
      }),
    );
  });

  it('one currency’s amount leaves the others as they are', () => {
    const setting = { USD: 100n, EUR: 200n };
    expect(changeSecondPerson(setting, { currency: 'EUR', amountMinor: 5n })).toEqual({ USD: 100n, EUR: 5n });
    expect(changeSecondPerson(setting, { currency: 'EUR', amountMinor: null })).toEqual({ USD: 100n });
  });
});

describe('a proposed change is kept as it was asked for', () => {
  it.each([
    { kind: 'top-up', departmentId: 'd', amountMinor: 5n },
    { kind: 'move', fromId: 'a', toId: 'b', amountMinor: 5n },
    {
      kind: 'budget',
      departmentId: 'd',
      amountMinor: 5n,
      carryCapMinor: 1n,
      isSoft: true,
      period: 'quarter',
    },
    { kind: 'rules', departmentId: null, rules: 'cleared' },
    {
      kind: 'rules',
      departmentId: 'd',
      rules: {
        giftMaxMinor: null,
        allowanceMinor: { manager: 7n },
        pairShare: { maxPercent: 40, fromMinor: 100n, onExcess: 'stop' },
      },
    },
    { kind: 'allowance', personId: 'p', amountMinor: null },
    { kind: 'write-off', departmentId: 'd' },
    { kind: 'second-person', amountMinor: 5n },
  ] as ProposedChange[])('$kind', (change) => {
    const stored: unknown = JSON.parse(JSON.stringify(storeChange(change)));
    expect(changeOf(stored as Parameters<typeof changeOf>[0])).toEqual(change);
  });
});
