import { expect, it } from 'vitest';
import { periodOf, yearOf } from '#src/domain/kit/period.ts';
import { availableIn, type Funds, type GiftDecision, lessened } from '#src/domain/budget/funds.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';

const NOW = new Date('2026-11-16T10:00:00Z');
const FUNDS: Funds = {
  departmentId: 'eng',
  name: 'Engineering',
  currency: 'USD',
  timeZone: 'UTC',
  period: periodOf(NOW, { timeZone: 'UTC', kind: 'month', fiscalStartMonth: 1 }),
  year: yearOf(NOW, 'UTC'),
  leftMinor: 1_000n,
  topUpMinor: 500n,
  isSoft: false,
  isFrozen: false,
  countsRecipients: false,
  rules: NO_RULES,
};

function gift(amountMinor: bigint, topUpMinor: bigint): GiftDecision {
  return { recipientId: 'alice', region: '', departmentId: 'eng', amountMinor, topUpMinor, currency: 'USD' };
}

it('pays each gift out of the budget, but for the part that comes from top-ups', () => {
  const after = lessened(FUNDS, [gift(700n, 0n), gift(400n, 100n), gift(50n, 50n)]);

  expect(after).toEqual({ ...FUNDS, leftMinor: 0n, topUpMinor: 350n });
});

it('keeps a department that never had a budget without one', () => {
  const neverSet = { ...FUNDS, leftMinor: undefined };

  expect(lessened(neverSet, [gift(100n, 100n)])).toEqual({ ...neverSet, topUpMinor: 400n });
});

it('gives from what is left and the top-ups, of which an overspent budget takes nothing away', () => {
  expect(availableIn(FUNDS)).toBe(1_500n);
  expect(availableIn({ leftMinor: -300n, topUpMinor: 500n })).toBe(500n);
  expect(availableIn({ leftMinor: undefined, topUpMinor: 500n })).toBe(500n);
});
