import { type GivingRules, NO_RULES, rulesOf, storeRules } from '#src/domain/budget/giving-rules.ts';
import { getDepartmentPolicies } from './budget.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';

/** The current giving rules of departments, by department id. */
export async function findGivingRules(
  db: Reader,
  departments: readonly { organizationId: string; id: string }[],
): Promise<Map<string, GivingRules>> {
  const policies = await getDepartmentPolicies(db, departments);
  return new Map([...policies].map(([id, { rules }]) => [id, rules]));
}

/** The rules of a department, or the defaults for departments in a currency that have none of their own. */
export async function findGivingRulesOf(
  db: Reader,
  {
    organizationId,
    departmentId,
    currency,
  }: { organizationId: string; departmentId: string | null; currency: string },
): Promise<GivingRules> {
  const row = await db
    .selectFrom('giving_policy')
    .select('rules')
    .where('organization_id', '=', organizationId)
    .where('currency', '=', currency)
    .where((eb) => eb.or([eb('department_id', 'is', null), eb('department_id', '=', departmentId)]))
    .orderBy('department_id', (order) => order.asc().nullsLast())
    .orderBy('set_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row ? rulesOf(row.rules) : NO_RULES;
}

/** Sets a department's rules, or the defaults for departments in a currency that have none of their own. */
export async function insertGivingPolicy(
  tx: Tx,
  policy: {
    organizationId: string;
    id: string;
    departmentId: string | null;
    currency: string;
    rules: GivingRules;
    setAt: Date;
    setBy: string | null;
  },
): Promise<void> {
  await tx
    .insertInto('giving_policy')
    .values({
      organization_id: policy.organizationId,
      id: policy.id,
      department_id: policy.departmentId,
      currency: policy.currency,
      rules: JSON.stringify(storeRules(policy.rules)),
      set_at: policy.setAt,
      set_by: policy.setBy,
    })
    .execute();
}
