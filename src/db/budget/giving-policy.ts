import { sql } from 'kysely';
import { type GivingRules, type RulesChanges, storeRules } from '#src/domain/budget/giving-rules.ts';
import {
  ownChanges,
  type OwnRules,
  type PlannedRules,
  rulesInForce,
} from '#src/domain/budget/rules-in-force.ts';
import { must } from '#src/domain/kit/must.ts';
import { getDepartmentPolicies } from './budget.ts';
import { begunRules } from './planned-change.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';

/** The giving rules of departments at an instant, now or later, by department id. */
export async function findGivingRules(
  db: Reader,
  departments: readonly { organizationId: string; id: string }[],
  at: Date,
): Promise<Map<string, GivingRules>> {
  const policies = await getDepartmentPolicies(db, departments, at);
  return new Map([...policies].map(([id, { rules }]) => [id, rules]));
}

/** Whose rules: one department's, or with null those that every department in a currency follows. */
export type RulesScope = { organizationId: string; departmentId: string | null; currency: string };

/** The rules in force, and what of them a department changed itself; undefined where it follows its organization in all. */
export type FoundRules = { rules: GivingRules; own: RulesChanges | undefined };

/** The rules at an instant, now or later: as they were set last, with what was planned and has begun by then. */
export async function findRules(
  db: Reader,
  { organizationId, departmentId, currency }: RulesScope,
  at: Date,
): Promise<FoundRules> {
  const nothing = { set: null, begun: [] };
  const [own, shared] = await Promise.all([
    departmentId === null ? nothing : findLast(db, { organizationId, departmentId, currency }, at),
    findLast(db, { organizationId, departmentId: null, currency }, at),
  ]);
  const begun = { own: own.begun, shared: shared.begun };
  const rules = rulesInForce(own.set, shared.set?.rules ?? null, begun);
  return { rules, own: nonEmpty(ownChanges(own.set, own.begun)) };
}

function nonEmpty(changes: RulesChanges | undefined): RulesChanges | undefined {
  return changes && Object.keys(changes).length > 0 ? changes : undefined;
}

type LastRules = { set: OwnRules | null; begun: readonly PlannedRules[] };

async function findLast(
  db: Reader,
  { organizationId, departmentId, currency }: RulesScope,
  at: Date,
): Promise<LastRules> {
  const whose = sql`p.organization_id = ${organizationId} and p.currency = ${currency}
    and ${departmentId === null ? sql`p.department_id is null` : sql`p.department_id = ${departmentId}`}`;
  const { rows } = await sql<LastRules>`
    with last as (
      select p.rules, p.differences, p.set_at from giving_policy p where ${whose} order by set_at desc, id desc limit 1)
    select (select jsonb_build_object('rules', rules, 'differences', differences) from last) as set,
           ${begunRules(whose, { since: sql`(select set_at from last)`, at })} as begun`.execute(db);
  return must(rows[0], 'rules');
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
