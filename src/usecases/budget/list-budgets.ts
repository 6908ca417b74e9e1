import { getDepartmentPolicies } from '#src/db/budget/budget.ts';
import { listDepartments } from '#src/db/people/department.ts';
import { calendarOf, DEFAULT_PERIOD } from '#src/domain/budget/budget-policy.ts';
import type { BudgetState } from '#src/domain/budget/budget-state.ts';
import { type Period, periodOf } from '#src/domain/kit/period.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { getBudget } from './get-budget.ts';

/** A department with its running period. `state`: what it holds; undefined where it has no budget. */
export type ListedBudget = { department: Department; period: Period; state: BudgetState | undefined };

/** What the departments that the reader may see can still give, by name. */
export async function listBudgets(deps: Pick<Deps, 'db' | 'clock'>, scope: Scope): Promise<ListedBudget[]> {
  const all = await listDepartments(deps.db, scope.organizationId);
  const departments = all.filter(({ id: departmentId }) => sees(scope, { departmentId }));
  const policies = await getDepartmentPolicies(deps.db, departments);
  const listed: ListedBudget[] = [];
  for (const department of departments) {
    const budget = policies.get(department.id)?.budget;
    const period = periodOf(deps.clock.now(), calendarOf(budget ?? DEFAULT_PERIOD, department.timeZone));
    const found = await getBudget(deps, department);
    listed.push({ department, period, state: found.ok ? found.value : undefined });
  }
  return listed;
}
