import { findGiverAllowances } from '#src/db/budget/allowance.ts';
import { getDepartmentPolicies } from '#src/db/budget/budget.ts';
import { getDepartments } from '#src/db/people/department.ts';
import { getLimitUsage } from '#src/db/budget/limit-usage.ts';
import { calendarOf, DEFAULT_PERIOD } from '#src/domain/budget/budget-policy.ts';
import { allowanceOf, giverSubject } from '#src/domain/budget/limits.ts';
import { periodOf } from '#src/domain/kit/period.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { AllowanceState } from '#src/domain/budget/budget-state.ts';

/** A giver's own allowance; undefined when they may give as much as the budget has. */
export async function findAllowance(
  deps: Pick<Deps, 'db' | 'clock'>,
  person: Person,
): Promise<AllowanceState | undefined> {
  const { organizationId, id: personId, departmentId, role } = person;
  const [department] = await getDepartments(deps.db, [departmentId]);
  const [allowances, policies] = await Promise.all([
    findGiverAllowances(deps.db, [person]),
    getDepartmentPolicies(deps.db, [{ organizationId, id: departmentId }]),
  ]);
  const allowance = allowances.get(personId);
  const policy = policies.get(departmentId);
  if (!department || !allowance || !policy) throw new Error(`there is no person ${personId}`);
  const allowanceMinor = allowanceOf({ role, ...allowance }, policy.rules);
  if (allowanceMinor === null) return undefined;
  const { currency, timeZone } = department;
  const period = periodOf(deps.clock.now(), calendarOf(policy.budget ?? DEFAULT_PERIOD, timeZone));
  const subject = giverSubject({ giverId: personId, departmentId });
  const limit = { kind: 'giver' as const, subject, period: period.key, currency };
  const usedMinor = await getLimitUsage(deps.db, { ...limit, organizationId, since: period.start });
  const leftMinor = allowanceMinor - usedMinor;
  return { currency, allowanceMinor, leftMinor: leftMinor > 0n ? leftMinor : 0n };
}
