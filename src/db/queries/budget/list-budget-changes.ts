import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import type { ActivityKind } from '#src/domain/ledger/activity-kinds.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';

/** What changes a department's budget, its rules or an allowance in it. `activity_of_budgets` has an index on these. */
export const BUDGET_CHANGES = [
  'allowance.planned',
  'allowance.set',
  'budget.brought-home',
  'budget.frozen',
  'budget.moved',
  'budget.planned',
  'budget.set',
  'budget.topped-up',
  'budget.unfrozen',
  'budget.written-off',
  'plan.withdrawn',
  'policy.planned',
  'policy.set',
] as const satisfies readonly ActivityKind[];

/**
 * One change. `confirmer`: the second person, by name. `doer`: the person who made it, by name; `operator`: who ran the command, in words. `subject`: whose allowance.
 * `others`: the names of the departments between which money moved.
 */
export type RecordedChange = {
  id: string;
  at: Date;
  kind: (typeof BUDGET_CHANGES)[number];
  doer: string | null;
  confirmer: string | null;
  operator: string | null;
  subject: string | null;
  from: string | null;
  to: string | null;
  detail: Record<string, unknown>;
};

/** The last changes of a department's budget and of the rules it gives by, the newest first; none for who may not see its budget. */
export async function listBudgetChanges(
  db: Reader,
  scope: Scope,
  { departmentId, currency, limit }: { departmentId: string; currency: string; limit: number },
): Promise<RecordedChange[]> {
  if (!sees(scope, { departmentId })) return [];
  const { organizationId } = scope;
  const { rows } = await sql<RecordedChange>`
    select a.id, a.at, a.kind, doer.name as doer, confirmer.name as confirmer, a.operator, subject.name as subject, source.name as "from",
           target.name as "to", a.detail - 'via' as detail
      from activity a
      left join person doer on doer.organization_id = a.organization_id and doer.id = a.actor_id
      left join person confirmer on confirmer.organization_id = a.organization_id and confirmer.id::text = a.detail ->> 'confirmedBy'
      left join person subject on subject.organization_id = a.organization_id and subject.id = a.subject_id
      left join department source on source.organization_id = a.organization_id and source.id::text = a.detail ->> 'from'
      left join department target on target.organization_id = a.organization_id and target.id::text = a.detail ->> 'to'
     where a.organization_id = ${organizationId} and a.kind in (${sql.join(BUDGET_CHANGES.map((kind) => sql.lit(kind)))})
       and (a.detail ->> 'departmentId' = ${departmentId}
            or a.kind = 'budget.moved' and ${departmentId} in (a.detail ->> 'from', a.detail ->> 'to')
            or a.kind in ('policy.set', 'policy.planned') and a.detail ->> 'departmentId' is null and a.detail ->> 'currency' = ${currency}
            or a.kind = 'plan.withdrawn' and a.detail ->> 'departmentId' is null and a.subject_id is null and a.detail ->> 'currency' = ${currency}
            or a.kind in ('allowance.set', 'allowance.planned', 'plan.withdrawn') and subject.department_id = ${departmentId})
     order by a.id desc limit ${limit}`.execute(db);
  return rows;
}
