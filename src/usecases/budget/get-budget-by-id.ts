import { getDepartments } from '#src/db/people/department.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { getBudget } from './get-budget.ts';
import type { BudgetState } from '#src/domain/budget/budget-state.ts';

/** What the department with this id may still give in its running period. Throws when there is no such department. */
export async function getBudgetById(
  deps: Pick<Deps, 'db' | 'clock'>,
  departmentId: string,
): Promise<Outcome<BudgetState>> {
  const [department] = await getDepartments(deps.db, [departmentId]);
  if (!department) throw new Error(`there is no department ${departmentId}`);
  return getBudget(deps, department);
}
