import type { BudgetState } from './budget-state.ts';

/** What budgets of a month grant together; undefined where one of them runs for another time, or there is none. */
export function grantedByMonth(budgets: readonly BudgetState[]): bigint | undefined {
  if (budgets.length === 0 || budgets.some(({ period }) => period !== 'month')) return undefined;
  return budgets.reduce((sum, { grantedMinor }) => sum + grantedMinor, 0n);
}
