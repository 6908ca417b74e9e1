import { type GivingRules, type RulesChanges, storeRules } from '#src/domain/budget/giving-rules.ts';
import { differencesIn, type OwnRules, rulesInForce } from '#src/domain/budget/rules-in-force.ts';
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

/** Whose rules: one department's, or with null those that every department in a currency follows. */
export type RulesScope = { organizationId: string; departmentId: string | null; currency: string };

/** The rules in force, and what of them a department changed itself; undefined where it follows its organization in all. */
export type FoundRules = { rules: GivingRules; own: RulesChanges | undefined };

export async function findRules(
  db: Reader,
  { organizationId, departmentId, currency }: RulesScope,
): Promise<FoundRules> {
  const [own, shared] = await Promise.all([
    departmentId === null ? undefined : findLast(db, { organizationId, departmentId, currency }),
    findLast(db, { organizationId, departmentId: null, currency }),
  ]);
  const rules = rulesInForce(own ?? null, shared?.rules ?? null);
  return { rules, own: own && nonEmpty(differencesIn(own)) };
}

function nonEmpty(changes: RulesChanges): RulesChanges | undefined {
  return Object.keys(changes).length > 0 ? changes : undefined;
}

async function findLast(
  db: Reader,
  { organizationId, departmentId, currency }: RulesScope,
): Promise<OwnRules | undefined> {
  return db
    .selectFrom('giving_policy')
    .select(['rules', 'differences'])
    .where('organization_id', '=', organizationId)
    .where('currency', '=', currency)
    .where('department_id', departmentId === null ? 'is' : '=', departmentId)
    .orderBy('set_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** `rules` are those in force; `differences` what a department's own change, null for the rules of all. */
export type NewGivingPolicy = RulesScope & {
  id: string;
  rules: GivingRules;
  differences: RulesChanges | null;
  setAt: Date;
  setBy: string | null;
};

export async function insertGivingPolicy(tx: Tx, policy: NewGivingPolicy): Promise<void> {
  await tx
    .insertInto('giving_policy')
    .values({
      organization_id: policy.organizationId,
      id: policy.id,
      department_id: policy.departmentId,
      currency: policy.currency,
      rules: JSON.stringify(storeRules(policy.rules)),
      differences: policy.differences && JSON.stringify(storeRules(policy.differences)),
      set_at: policy.setAt,
      set_by: policy.setBy,
    })
    .execute();
}
