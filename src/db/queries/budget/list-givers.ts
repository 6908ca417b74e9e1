import { sql } from 'kysely';
import { findGiverAllowances } from '#src/db/budget/allowance.ts';
import { getDepartmentPolicies } from '#src/db/budget/budget.ts';
import { listLimitUsage } from '#src/db/budget/limit-usage.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { within } from '#src/db/kit/within.ts';
import { calendarOf, DEFAULT_PERIOD } from '#src/domain/budget/budget-policy.ts';
import { allowanceOf, giverSubject, usageKey } from '#src/domain/budget/limits.ts';
import { must } from '#src/domain/kit/must.ts';
import { periodOf } from '#src/domain/kit/period.ts';
import { may, type Scope } from '#src/domain/people/access.ts';
import { ROLES, type Role } from '#src/domain/people/roles.ts';
import type { Clock } from '#src/ports/clock.ts';

/**
 * Somebody who gives from their department's budget, minor units. `allowanceMinor`: what they may give in its running period; null
 * where only the budget limits them. `isOwn`: it was set for them alone.
 */
export type ListedGiver = {
  personId: string;
  name: string;
  role: Role;
  isOwn: boolean;
  allowanceMinor: bigint | null;
  usedMinor: bigint;
};

const GIVERS = ROLES.filter((role) => may(role, 'give'));

/** A department's givers whose allowances the reader may see, by name. */
export async function listGivers(
  { db, clock }: { db: Db; clock: Clock },
  scope: Scope,
  departmentId: string,
): Promise<ListedGiver[]> {
  const { organizationId } = scope;
  const people = await findPeople(db, scope, departmentId);
  const now = clock.now();
  const policies = await getDepartmentPolicies(db, [{ organizationId, id: departmentId }], now);
  const policy = policies.get(departmentId);
  if (people.length === 0 || !policy) return [];
  const allowances = await findGiverAllowances(
    db,
    people.map(({ personId: id }) => ({ organizationId, id })),
    now,
  );
  const { currency, timeZone } = policy.department;
  const period = periodOf(now, calendarOf(policy.budget ?? DEFAULT_PERIOD, timeZone));
  function limitOf(giverId: string) {
    const limit = { kind: 'giver' as const, subject: giverSubject({ giverId, departmentId }), currency };
    return { ...limit, organizationId, period: period.key, since: period.start };
  }
  const usage = await listLimitUsage(
    db,
    people.map(({ personId }) => limitOf(personId)),
    now,
  );
  return people.map(({ personId, name, role }) => {
    const allowance = must(allowances.get(personId), `giver ${personId}`);
    return {
      personId,
      name,
      role,
      isOwn: allowance.allowanceMinor !== undefined,
      allowanceMinor: allowanceOf({ role, ...allowance }, policy.rules),
      usedMinor: usage.get(usageKey(limitOf(personId))) ?? 0n,
    };
  });
}

async function findPeople(
  db: Db,
  scope: Scope,
  departmentId: string,
): Promise<Pick<ListedGiver, 'personId' | 'name' | 'role'>[]> {
  const { rows } = await sql<Pick<ListedGiver, 'personId' | 'name' | 'role'>>`
    select p.id as "personId", p.name, p.role
      from person p
     where p.organization_id = ${scope.organizationId} and p.department_id = ${departmentId}
       and p.deactivated_at is null and p.role = any (${GIVERS}::text[])
       and ${within(scope, { people: ['p.id'], department: 'p.department_id' })}
     order by p.name, p.id`.execute(db);
  return rows;
}
