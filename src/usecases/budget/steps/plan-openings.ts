import {
  type DepartmentPolicy,
  listBudgetPolicies,
  listOpenedPeriods,
  lockDepartmentPolicies,
} from '#src/db/budget/budget.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import {
  type BudgetPolicy,
  calendarOf,
  DEFAULT_PERIOD,
  periodsToOpen,
} from '#src/domain/budget/budget-policy.ts';
import { must } from '#src/domain/kit/must.ts';
import { type Period, periodOf } from '#src/domain/kit/period.ts';
import { type AccountName, budgetAccount } from '#src/domain/ledger/accounts.ts';
import type { DepartmentRef } from '#src/domain/people/department.ts';

/** The periods of a department that open together, oldest first, and every policy that was set for it. */
export type OpeningPlan = { policy: DepartmentPolicy; policies: BudgetPolicy[]; periods: Period[] };

/** Plans which periods departments open, and locks their policies. */
export async function planOpenings(tx: Tx, departments: readonly DepartmentRef[]): Promise<OpeningPlan[]> {
  const found = await lockDepartmentPolicies(tx, departments);
  const plans: OpeningPlan[] = [];
  for (const { id } of departments) {
    plans.push(await planOpening(tx, must(found.get(id), `department ${id}`), tx.now));
  }
  return plans;
}

/** Decides which periods open together now. Only a budget that carries over, or may owe, needs the earlier ones. */
export async function planOpening(db: Reader, policy: DepartmentPolicy, now: Date): Promise<OpeningPlan> {
  const { department, budget } = policy;
  if (!budget?.carryCapMinor && !budget?.isSoft) {
    const calendar = calendarOf(budget ?? DEFAULT_PERIOD, department.timeZone);
    return { policy, policies: budget ? [budget] : [], periods: [periodOf(now, calendar)] };
  }
  const policies = await listBudgetPolicies(db, department, now);
  const opened = new Set(await listOpenedPeriods(db, department));
  const { timeZone } = department;
  return { policy, policies, periods: periodsToOpen(now, { policies, opened, timeZone }) };
}

/** The account of one of a plan's periods; a soft budget may overdraw it. */
export function periodAccount({ policy }: OpeningPlan, period: Period): AccountName {
  return { ...budgetAccount(policy.department, period), isFloorless: policy.budget?.isSoft ?? false };
}

/** The period that is running now. */
export function runningPeriod({ periods }: OpeningPlan): Period {
  return must(periods.at(-1), 'period for now');
}
