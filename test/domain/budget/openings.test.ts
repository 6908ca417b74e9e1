import { expect, it } from 'vitest';
import type { BudgetPolicy } from '#src/domain/budget/budget-policy.ts';
import { openingsOf } from '#src/domain/budget/openings.ts';
import { periodOf } from '#src/domain/kit/period.ts';

const POLICY: BudgetPolicy = {
  amountMinor: 100n,
  period: 'month',
  fiscalStartMonth: 1,
  isSoft: true,
  carryCapMinor: 30n,
  setAt: new Date('2026-01-01T00:00:00Z'),
};

function budgetOf(month: string, balance: bigint, wasNeverUsed = false) {
  const calendar = { timeZone: 'UTC', kind: 'month', fiscalStartMonth: 1 } as const;
  const account = { id: month, balance };
  return { period: periodOf(new Date(`${month}-15T00:00:00Z`), calendar), account, wasNeverUsed };
}

const [november, december] = [budgetOf('2026-11', 0n, true), budgetOf('2026-12', 0n, true)];

it('opens the first budget with its amount alone', () => {
  expect(openingsOf([november], [POLICY])).toEqual([
    { account: november.account, grantedMinor: 100n, carries: [] },
  ]);
});

it('opens nothing that was used already, or that nothing was set for', () => {
  expect(openingsOf([budgetOf('2026-11', 0n)], [POLICY])).toEqual([]);
  expect(openingsOf([november], [])).toEqual([]);
});

it('carries what the one before left into the one that opens, up to the cap', () => {
  const before = budgetOf('2026-10', 20n);

  expect(openingsOf([before, november, december], [POLICY])).toEqual([
    {
      account: november.account,
      grantedMinor: 100n,
      carries: [{ from: before.account, to: november.account, amountMinor: 20n }],
    },
    {
      account: december.account,
      grantedMinor: 100n,
      carries: [{ from: november.account, to: december.account, amountMinor: 30n }],
    },
  ]);
});

it('pays what the one before owes out of the one that opens', () => {
  const before = budgetOf('2026-10', -80n);

  expect(openingsOf([before, november, december], [POLICY])).toMatchObject([
    { carries: [{ from: november.account, to: before.account, amountMinor: 80n }] },
    { carries: [{ from: november.account, to: december.account, amountMinor: 20n }] },
  ]);
});

it('moves nothing after one that left nothing', () => {
  expect(openingsOf([budgetOf('2026-10', 0n), november], [POLICY])).toMatchObject([{ carries: [] }]);
});
