import type { PeriodKind } from '#src/domain/kit/period.ts';
import type { Department } from '#src/domain/people/department.ts';

/**
 * A department's budget in the running period, in minor units. `leftMinor` is below zero where a soft budget is overspent;
 * what is reserved is not in it, what the department was topped up with stands beside it.
 */
export type BudgetState = {
  department: Department;
  period: PeriodKind;
  grantedMinor: bigint;
  leftMinor: bigint;
  reservedMinor: bigint;
  topUpMinor: bigint;
  isSoft: boolean;
  isFrozen: boolean;
  until: Date;
};

/** What is left of a budget with what was topped up, as people are told it beside a gift. */
export type LeftOver = Pick<BudgetState, 'department' | 'leftMinor' | 'until'>;

/** What a giver may give in the running period and has left of it, minor units. */
export type AllowanceState = { currency: string; allowanceMinor: bigint; leftMinor: bigint };
