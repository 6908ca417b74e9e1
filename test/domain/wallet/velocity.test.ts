import { describe, expect, it } from 'vitest';
import {
  judgeVelocity,
  type RedeemFacts,
  strictest,
  type VelocityRules,
} from '#src/domain/wallet/velocity.ts';

const FACTS: RedeemFacts = {
  redeemsLastHour: 1,
  redeemsLastDay: 1,
  accountsFromAddress: undefined,
  hoursOnDevice: undefined,
  amountMinor: 1_000n,
  earlierMinor: [],
};

function fired(rules: VelocityRules, facts: Partial<RedeemFacts>) {
  return judgeVelocity(rules, { ...FACTS, ...facts }).map(({ rule, found }) => [rule, found]);
}

describe('judging a redemption', () => {
  it('finds nothing without rules, and nothing that is at the limit', () => {
    expect(fired({}, { redeemsLastHour: 1_000 })).toEqual([]);
    const rules: VelocityRules = { 'redeems-per-hour': { limit: 3, measure: 'warn' } };
    expect(fired(rules, { redeemsLastHour: 3 })).toEqual([]);
    expect(fired(rules, { redeemsLastHour: 4 })).toEqual([['redeems-per-hour', 4]]);
  });

  it('does not judge by what nobody knows', () => {
    const rules: VelocityRules = {
      'accounts-per-address': { limit: 1, measure: 'warn' },
      'new-device': { limit: 24, measure: 'warn' },
      'unusual-amount': { limit: 1, measure: 'warn' },
    };
    expect(fired(rules, { earlierMinor: [1n, 1n, 1n, 1n] })).toEqual([]);
    expect(fired(rules, { accountsFromAddress: 2, hoursOnDevice: 23 })).toEqual([
      ['accounts-per-address', 2],
      ['new-device', 23],
    ]);
  });

  it('takes the median for the usual amount', () => {
    const rules: VelocityRules = { 'unusual-amount': { limit: 4, measure: 'warn' } };
    const earlierMinor = [100n, 100n, 250n, 9_000n, 9_000n];
    expect(fired(rules, { earlierMinor, amountMinor: 1_000n })).toEqual([]);
    expect(fired(rules, { earlierMinor, amountMinor: 1_001n })).toEqual([['unusual-amount', 5]]);
  });

  it('goes by the strictest of the rules that fired', () => {
    const rules: VelocityRules = {
      'redeems-per-hour': { limit: 1, measure: 'freeze' },
      'redeems-per-day': { limit: 1, measure: 'warn' },
    };
    const both = judgeVelocity(rules, { ...FACTS, redeemsLastHour: 2, redeemsLastDay: 2 });
    expect(strictest(both)).toBe('freeze');
    expect(strictest([])).toBeUndefined();
  });
});
