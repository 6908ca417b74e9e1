import type { PlannedView } from '#src/app.ts';
import { type BudgetPolicy, changePolicy } from '#src/domain/budget/budget-policy.ts';

/** The last plan for somebody's allowance that holds at an instant; undefined where none does. */
export function findPlannedAllowance(
  plans: readonly PlannedView[],
  { personId, from }: { personId: string; from: Date },
): { amountMinor: bigint | null } | undefined {
  const held = plans.flatMap(({ change, from: since }) =>
    change.kind === 'allowance' && change.personId === personId && since <= from ? [change] : [],
  );
  return held.at(-1);
}

/** The last planned budget of a department that holds at an instant; undefined where none does. */
export function findPlannedBudget(
  plans: readonly PlannedView[],
  { departmentId, from }: { departmentId: string; from: Date },
): BudgetPolicy | undefined {
  const held = plans.flatMap(({ change, from: setAt }) =>
    change.kind === 'budget' && change.departmentId === departmentId && setAt <= from
      ? [changePolicy(undefined, change, setAt)]
      : [],
  );
  return held.at(-1);
}
