import { getDepartmentPolicies } from '#src/db/budget/budget.ts';
import { listPeriodBudgets } from '#src/db/budget/earlier-periods.ts';
import { listDepartments } from '#src/db/people/department.ts';
import { calendarOf, DEFAULT_PERIOD } from '#src/domain/budget/budget-policy.ts';
import { isOver } from '#src/domain/budget/late-returns.ts';
import { must } from '#src/domain/kit/must.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { planOpening, runningPeriod } from './steps/plan-openings.ts';

/** What a period that is over still holds, minor units; below zero when it was overspent and nothing paid for that. */
export type EndedBudget = { department: Department; period: string; leftMinor: bigint };

/**
 * What departments that the reader may see have in periods that are over, oldest first. What the running period will
 * take over when it opens is not in it.
 */
export async function listEndedBudgets(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  scope: Scope,
): Promise<EndedBudget[]> {
  const all = await listDepartments(db, scope.organizationId);
  const departments = all.filter(({ id: departmentId }) => sees(scope, { departmentId }));
  const filled = (await listPeriodBudgets(db, departments)).filter(({ balance }) => balance !== 0n);
  const policies = await getDepartmentPolicies(db, departments, clock.now());
  const ended: EndedBudget[] = [];
  for (const department of departments) {
    const theirs = filled.filter(({ ownerId }) => ownerId === department.id);
    if (theirs.length === 0) continue;
    const policy = must(policies.get(department.id), `department ${department.id}`);
    const plan = await planOpening(db, policy, clock.now());
    const calendar = calendarOf(policy.budget ?? DEFAULT_PERIOD, department.timeZone);
    const toOpen = new Set(plan.periods.map(({ key }) => key));
    for (const { period, balance: leftMinor } of theirs) {
      if (toOpen.has(period) || !isOver(period, runningPeriod(plan), calendar)) continue;
      ended.push({ department, period, leftMinor });
    }
  }
  return ended;
}
