import { getDepartmentPolicies } from '#src/db/budget/budget.ts';
import { findRules, type RulesScope } from '#src/db/budget/giving-policy.ts';
import { listStarts } from '#src/db/budget/planned-change.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { getOrganization } from '#src/db/people/organization.ts';
import { listDepartments } from '#src/db/people/department.ts';
import { findConflict, type GivingRules } from '#src/domain/budget/giving-rules.ts';
import { leastClaim } from '#src/domain/gift/validity.ts';
import { must } from '#src/domain/kit/must.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Refusal } from '#src/domain/outcome.ts';

/** A contradiction in rules as they are from an instant on, in what a department makes of them, or with what is planned after it. */
export async function findContradiction(tx: Tx, scope: RulesScope, at: Date): Promise<Refusal | undefined> {
  const now = await contradictionAt(tx, scope, at);
  if (now) return now;
  const { organizationId, currency } = scope;
  const starts = await listStarts(tx, { organizationId, kind: 'rules', currency, after: at });
  for (const from of starts) {
    if (!(await contradictionAt(tx, scope, from))) continue;
    const { timeZone } = await getOrganization(tx, organizationId);
    return { kind: 'plan-conflict', from: from.toISOString(), timeZone };
  }
  return undefined;
}

async function contradictionAt(tx: Tx, scope: RulesScope, at: Date): Promise<Refusal | undefined> {
  const { organizationId, departmentId, currency } = scope;
  const departments = (await listDepartments(tx, organizationId)).filter((one) => {
    return one.currency === currency && (departmentId ?? one.id) === one.id;
  });
  const policies = await getDepartmentPolicies(tx, departments, at);
  const own = departments.map((department) => {
    const { id, name } = department;
    const inForce = must(policies.get(id), name).rules;
    return (
      contradictionOf(inForce, { whose: 'one', department: name }) ?? refusalOfClaim(inForce, department, at)
    );
  });
  const shared =
    departmentId === null
      ? contradictionOf((await findRules(tx, scope, at)).rules, { whose: 'all', department: '' })
      : undefined;
  return shared ?? own.find((refusal) => refusal !== undefined);
}

/** Gifts are awards by the employer: so long as the law of a department's region lets them be claimed, so long they can be. */
function refusalOfClaim(
  { claimDays }: GivingRules,
  { name: department, region, timeZone }: Department,
  at: Date,
): Refusal | undefined {
  if (claimDays === undefined) return undefined;
  const least = leastClaim({ region, source: 'employer_award', day: dayOf(at, timeZone) });
  if (!least || (least.days !== null && claimDays >= least.days)) return undefined;
  return { kind: 'claim-too-short', department, region, law: least.law, days: least.days ?? 0 };
}

function contradictionOf(
  rules: GivingRules,
  whose: { whose: 'all' | 'one'; department: string },
): Refusal | undefined {
  const { approvalHours, remindHours } = rules;
  const kind = findConflict(rules);
  if (kind === 'no-gift-fits') return { kind, ...whose };
  return kind && { kind, ...whose, approvalHours, remindHours };
}
