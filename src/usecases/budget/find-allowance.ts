import { findGiverAllowances } from '#src/db/budget/allowance.ts';
import { getDepartmentPolicies } from '#src/db/budget/budget.ts';
import { getDepartment } from '#src/db/people/department.ts';
import { getLimitUsage } from '#src/db/budget/limit-usage.ts';
import { getPerson } from '#src/db/people/person.ts';
import { calendarOf, DEFAULT_PERIOD } from '#src/domain/budget/budget-policy.ts';
import { allowanceOf, giverSubject } from '#src/domain/budget/limits.ts';
import { periodOf } from '#src/domain/kit/period.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { AllowanceState } from '#src/domain/budget/budget-state.ts';

/** A giver's own allowance; undefined when only the budget limits them. Refuses when the reader may not see it. */
export async function findAllowance(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: Scope,
  personId: string,
): Promise<Outcome<AllowanceState | undefined>> {
  const person = await getPerson(deps.db, scope.organizationId, personId);
  const { organizationId, departmentId, role } = person;
  if (!sees(scope, { people: [person], departmentId })) return refused({ kind: 'not-yours-to-see' });
  const department = await getDepartment(deps.db, { organizationId, id: departmentId });
  const now = deps.clock.now();
  const [allowances, policies] = await Promise.all([
    findGiverAllowances(deps.db, [person], now),
    getDepartmentPolicies(deps.db, [{ organizationId, id: departmentId }], now),
  ]);
  const allowance = allowances.get(personId);
  const policy = policies.get(departmentId);
  if (!allowance || !policy) throw new Error(`there is no person ${personId}`);
  const allowanceMinor = allowanceOf({ role, ...allowance }, policy.rules);
  if (allowanceMinor === null) return done(undefined);
  const { currency, timeZone } = department;
  const period = periodOf(now, calendarOf(policy.budget ?? DEFAULT_PERIOD, timeZone));
  const subject = giverSubject({ giverId: personId, departmentId });
  const limit = { kind: 'giver' as const, subject, period: period.key, currency };
  const usedMinor = await getLimitUsage(deps.db, { ...limit, organizationId, since: period.start }, now);
  const leftMinor = allowanceMinor - usedMinor;
  return done({ currency, allowanceMinor, leftMinor: leftMinor > 0n ? leftMinor : 0n });
}
