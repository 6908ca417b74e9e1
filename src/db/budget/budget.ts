import { sql } from 'kysely';
import type { BudgetPolicy } from '#src/domain/budget/budget-policy.ts';
import { type OwnRules, type PlannedRules, rulesInForce } from '#src/domain/budget/rules-in-force.ts';
import type { GivingRules, StoredGivingRules } from '#src/domain/budget/giving-rules.ts';
import { TOP_UP_PERIOD } from '#src/domain/ledger/accounts.ts';
import { holdDepartments } from '#src/db/people/department.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { Department, DepartmentRef } from '#src/domain/people/department.ts';
import { begunRules, BUDGETS_SET } from './planned-change.ts';

/** A department with what was set for its giving. */
export type DepartmentPolicy = {
  department: Department;
  /** Undefined when none was ever set, or none holds yet. */
  budget: BudgetPolicy | undefined;
  rules: GivingRules;
  isFrozen: boolean;
  /** Nobody gives from it, frozen or not. */
  isClosed: boolean;
  /** Whether it was ever topped up. */
  hasTopUp: boolean;
  /** Whether some department of the organization caps what a person may get in a year. */
  countsRecipients: boolean;
  /** Whose calendar the years of such caps follow, in every department. */
  organizationTimeZone: string;
};

type PolicyRow = Department & {
  isFrozen: boolean;
  isClosed: boolean;
  hasTopUp: boolean;
  countsRecipients: boolean;
  organizationTimeZone: string;
  ownRules: OwnRules | null;
  ownBegun: PlannedRules[];
  sharedRules: StoredGivingRules | null;
  sharedBegun: PlannedRules[];
  setAt: Date | null;
} & Omit<BudgetPolicy, 'setAt'>;

/**
 * Departments with what holds for them at an instant, now or later, by their ids, by one query: what was set last, and what was planned
 * and has begun by then.
 */
export async function getDepartmentPolicies(
  db: Reader,
  departments: readonly DepartmentRef[],
  at: Date,
): Promise<Map<string, DepartmentPolicy>> {
  if (departments.length === 0) return new Map();
  const { rows } = await sql<PolicyRow>`
    select d.organization_id as "organizationId", d.id, d.name, d.currency, d.region, d.time_zone as "timeZone",
           o.time_zone as "organizationTimeZone", d.frozen_at is not null as "isFrozen",
           exists (
             select from department_closing c
              where c.organization_id = d.organization_id and c.department_id = d.id and c.opened_at is null) as "isClosed",
           b.amount_minor as "amountMinor", b.period, b.fiscal_start_month as "fiscalStartMonth", b.is_soft as "isSoft",
           b.carry_cap_minor as "carryCapMinor", b.set_at as "setAt",
           case when own.set_at is not null then jsonb_build_object('rules', own.rules, 'differences', own.differences) end as "ownRules",
           ${begunRules(sql`${ITS_PLANS} and p.department_id = d.id`, { since: sql`own.set_at`, at })} as "ownBegun",
           shared.rules as "sharedRules",
           ${begunRules(sql`${ITS_PLANS} and p.department_id is null`, { since: sql`shared.set_at`, at })} as "sharedBegun",
           exists (
             select from account a
              where a.organization_id = d.organization_id and a.kind = 'budget' and a.owner_id = d.id
                and a.period = ${TOP_UP_PERIOD}) as "hasTopUp",
           exists (
             select from giving_policy g
              where g.organization_id = d.organization_id and g.rules ? 'recipientYearMinor')
             or exists (
             select from planned_change g
              where g.organization_id = d.organization_id and g.kind = 'rules' and g.change -> 'rules' ? 'recipientYearMinor'
                and g.withdrawn_at is null) as "countsRecipients"
      from unnest(${departments.map((one) => one.organizationId)}::uuid[], ${departments.map((one) => one.id)}::uuid[])
        asked (organization_id, id)
      join department d using (organization_id, id)
      join organization o on o.id = d.organization_id
      left join lateral (
        select * from giving_policy g
         where g.organization_id = d.organization_id and g.currency = d.currency and g.department_id = d.id
         order by set_at desc, id desc limit 1) own on true
      left join lateral (
        select * from giving_policy g
         where g.organization_id = d.organization_id and g.currency = d.currency and g.department_id is null
         order by set_at desc, id desc limit 1) shared on true
      left join lateral (
        select * from ${sql.raw(BUDGETS_SET)} p
         where p.organization_id = d.organization_id and p.department_id = d.id and ${holdsBy(at)}
         order by set_at desc, made_at desc, id desc limit 1) b on true`.execute(db);
  return new Map(rows.map((row) => [row.id, policyOfRow(row)]));
}

/** The plans for rules of department `d`, or of all. */
const ITS_PLANS = sql`p.organization_id = d.organization_id and p.currency = d.currency`;

/** What was set holds at once, even where the clock that told when was ahead of this one. */
function holdsBy(at: Date) {
  return sql`(p.set_at = p.made_at or p.set_at <= ${at})`;
}

/**
 * The same, and nothing is set for them until the transaction ends: who was told that a budget is frozen can rely on nothing
 * being given from it any more. Lock departments before accounts.
 *
 * They are locked by a statement of its own: after waiting for a setting, only the next one sees what was set.
 */
export async function lockDepartmentPolicies(
  tx: Tx,
  departments: readonly DepartmentRef[],
): Promise<Map<string, DepartmentPolicy>> {
  await holdDepartments(tx, departments);
  return getDepartmentPolicies(tx, departments, tx.now);
}

function policyOfRow({
  isFrozen,
  isClosed,
  hasTopUp,
  countsRecipients,
  organizationTimeZone,
  ownRules,
  ownBegun,
  sharedRules,
  sharedBegun,
  setAt,
  ...row
}: PolicyRow): DepartmentPolicy {
  const { amountMinor, period, fiscalStartMonth, isSoft, carryCapMinor, ...department } = row;
  return {
    department,
    budget: setAt ? { amountMinor, period, fiscalStartMonth, isSoft, carryCapMinor, setAt } : undefined,
    rules: rulesInForce(ownRules, sharedRules, { own: ownBegun, shared: sharedBegun }),
    isFrozen,
    isClosed,
    hasTopUp,
    countsRecipients,
    organizationTimeZone,
  };
}

/** Everything that was set for a department's budget, and what was planned and has begun at an instant, oldest first. */
export async function listBudgetPolicies(
  db: Reader,
  { organizationId, id }: { organizationId: string; id: string },
  at: Date,
): Promise<BudgetPolicy[]> {
  const { rows } = await sql<BudgetPolicy>`
    select p.amount_minor as "amountMinor", p.period, p.fiscal_start_month as "fiscalStartMonth", p.is_soft as "isSoft",
           p.carry_cap_minor as "carryCapMinor", p.set_at as "setAt"
      from ${sql.raw(BUDGETS_SET)} p
     where p.organization_id = ${organizationId} and p.department_id = ${id} and ${holdsBy(at)}
     order by p.set_at, p.made_at, p.id`.execute(db);
  return rows;
}

/** The periods of a department whose budgets were opened and funded. */
export async function listOpenedPeriods(
  db: Reader,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<string[]> {
  const rows = await db
    .selectFrom('account')
    .select('period')
    .where('organization_id', '=', organizationId)
    .where('kind', '=', 'budget')
    .where('owner_id', '=', id)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('posting')
          .select('posting.id')
          .whereRef('posting.organization_id', '=', 'account.organization_id')
          .whereRef('posting.account_id', '=', 'account.id'),
      ),
    )
    .execute();
  return rows.map((row) => row.period);
}

/** What is set for a department's budget. `timeZoneBefore`: whose calendar the department followed until then. */
export type NewBudgetPolicy = BudgetPolicy & {
  organizationId: string;
  departmentId: string;
  id: string;
  setBy: string | null;
  timeZoneBefore: string;
};

export async function insertBudgetPolicy(tx: Tx, policy: NewBudgetPolicy): Promise<void> {
  await tx
    .insertInto('budget_policy')
    .values({
      organization_id: policy.organizationId,
      department_id: policy.departmentId,
      id: policy.id,
      amount_minor: policy.amountMinor,
      period: policy.period,
      fiscal_start_month: policy.fiscalStartMonth,
      is_soft: policy.isSoft,
      carry_cap_minor: policy.carryCapMinor,
      set_at: policy.setAt,
      set_by: policy.setBy,
      time_zone_before: policy.timeZoneBefore,
    })
    .execute();
}
