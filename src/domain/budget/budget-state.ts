import type { PeriodKind } from '#src/domain/kit/period.ts';
import type { Department } from '#src/domain/people/department.ts';

/**
 * A department's budget in the running period, in minor units. `leftMinor` is negative when a soft budget is overspent.
 * It excludes what is reserved; top-ups are listed beside it.
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

/** What is left of a budget including top-ups, as people see it beside a gift. */
export type LeftOver = Pick<BudgetState, 'department' | 'leftMinor' | 'until'>;

/** What a giver may give in the running period, and how much of it is left, in minor units. */
export type AllowanceState = { currency: string; allowanceMinor: bigint; leftMinor: bigint };
