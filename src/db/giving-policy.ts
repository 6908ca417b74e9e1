import { type GivingRules, storeRules } from '#src/domain/giving-rules.ts';
import { getDepartmentPolicies } from './budget.ts';
import type { Reader, Tx } from './schema.ts';

/** The rules about giving of departments as of now, by the department's id. */
export async function findGivingRules(
  db: Reader,
  departments: readonly { organizationId: string; id: string }[],
): Promise<Map<string, GivingRules>> {
  const policies = await getDepartmentPolicies(db, departments);
  return new Map([...policies].map(([id, { rules }]) => [id, rules]));
}

/** Sets rules for a department, or for all of a currency that have none of their own. */
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
