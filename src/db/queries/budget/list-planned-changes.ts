import { sql } from 'kysely';
import type { Db } from '#src/db/kit/schema.ts';
import { changeOf, type PlannableChange, type StoredChange } from '#src/domain/budget/proposal.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Clock } from '#src/ports/clock.ts';

/**
 * A change that was planned and does not hold yet. `target`: the department or the person that it is about, by name; null for the rules
 * of all. `planner`: who planned it, by name, or who ran the command, in words. `timeZone`: by whose clocks it begins. `departmentId`: where
 * it holds; null for all.
 */
export type PlannedView = {
  id: string;
  change: PlannableChange;
  currency: string;
  from: Date;
  timeZone: string;
  target: string | null;
  departmentId: string | null;
  planner: string;
  plannedAt: Date;
  reason: string;
};

/** Which ones: those that concern a department and its givers, those that all departments with a currency follow, or all. */
type Asked = { departmentId?: string | undefined; currency?: string | undefined };

/** What is planned of budgets, rules and allowances, the next first, as far as the reader may see it. */
export async function listPlannedChanges(
  { db, clock }: { db: Db; clock: Clock },
  scope: Scope,
  { departmentId, currency }: Asked = {},
): Promise<PlannedView[]> {
  const { organizationId, isAll, departmentId: own = null } = scope;
  const { rows } = await sql<Omit<PlannedView, 'change'> & { change: StoredChange }>`
    select p.id, p.change, p.currency, p.from_at as "from", coalesce(d.time_zone, o.time_zone) as "timeZone",
           coalesce(giver.name, whose.name) as target, d.id as "departmentId", coalesce(planner.name, a.operator, 'Largesse') as planner,
           p.planned_at as "plannedAt", coalesce(a.detail ->> 'reason', '') as reason
      from planned_change p
      join organization o on o.id = p.organization_id
      left join department whose on whose.organization_id = p.organization_id and whose.id = p.department_id
      left join person giver on giver.organization_id = p.organization_id and giver.id = p.person_id
      left join department d on d.organization_id = p.organization_id and d.id = coalesce(p.department_id, giver.department_id)
      left join person planner on planner.organization_id = p.organization_id and planner.id = p.planned_by
      left join lateral (
        select detail, operator from activity a
         where a.organization_id = p.organization_id and a.kind in ('allowance.planned', 'budget.planned', 'policy.planned')
           and a.detail ->> 'planId' = p.id::text limit 1) a on true
     where p.organization_id = ${organizationId} and p.withdrawn_at is null and p.from_at > ${clock.now()}
       and (${departmentId ?? null}::uuid is null or d.id = ${departmentId ?? null}::uuid or d.id is null)
       and (${currency ?? null}::text is null or p.currency = ${currency ?? null})
       and (${isAll} or d.id = ${own}::uuid
            or d.id is null and p.currency = (select currency from department o where o.organization_id = ${organizationId} and o.id = ${own}::uuid))
     order by p.from_at, p.planned_at, p.id`.execute(db);
  return rows.map(({ change, ...row }) => ({ ...row, change: changeOf(change) as PlannableChange }));
}
