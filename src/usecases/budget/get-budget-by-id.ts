import { getDepartment } from '#src/db/people/department.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';
import { type Outcome, refused } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { getBudget } from './get-budget.ts';
import type { BudgetState } from '#src/domain/budget/budget-state.ts';

/**
 * What the department with this id may still give in its running period. Refuses when the reader may not see the
 * budget; throws when there is no such department.
 */
export async function getBudgetById(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: Scope,
  departmentId: string,
): Promise<Outcome<BudgetState>> {
  if (!sees(scope, { departmentId })) return refused({ kind: 'not-yours-to-see' });
  const { organizationId } = scope;
  return getBudget(deps, await getDepartment(deps.db, { organizationId, id: departmentId }));
}
