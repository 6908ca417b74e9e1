import { type RawBuilder, sql } from 'kysely';
import type { PlannedRules } from '#src/domain/budget/rules-in-force.ts';
import { changeOf, type PlannableChange, storeChange } from '#src/domain/budget/proposal.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';

/** A change that holds from an instant on, unless it is withdrawn before. `plannedBy`: null for whoever runs the program. */
export type PlannedChange = {
  organizationId: string;
  id: string;
  change: PlannableChange;
  currency: string;
  from: Date;
  plannedBy: string | null;
  isWithdrawn: boolean;
};

export async function insertPlannedChange(
  tx: Tx,
  { organizationId, id, change, currency, from, plannedBy }: Omit<PlannedChange, 'isWithdrawn'>,
): Promise<void> {
  await tx
    .insertInto('planned_change')
    .values({
      organization_id: organizationId,
      id,
      kind: change.kind,
      department_id: change.kind === 'allowance' ? null : change.departmentId,
      person_id: change.kind === 'allowance' ? change.personId : null,
      currency,
      change: JSON.stringify(storeChange(change)),
      from_at: from,
      planned_at: tx.now,
      planned_by: plannedBy,
      withdrawn_at: null,
      withdrawn_by: null,
    })
    .execute();
}

/** Locks it until the transaction ends. Lock departments before it. */
export async function lockPlannedChange(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<PlannedChange | undefined> {
  const row = await tx
    .selectFrom('planned_change')
    .select([
      'change',
      'currency',
      'from_at as from',
      'planned_by as plannedBy',
      'withdrawn_at as withdrawnAt',
    ])
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return undefined;
  const { change, withdrawnAt, ...rest } = row;
  return {
    organizationId,
    id,
    ...rest,
    change: changeOf(change) as PlannableChange,
    isWithdrawn: withdrawnAt !== null,
  };
}

/** It never holds. Lock it before; one that holds already cannot be withdrawn. */
export async function saveWithdrawn(
  tx: Tx,
  { organizationId, id }: Pick<PlannedChange, 'organizationId' | 'id'>,
  by: string | null,
): Promise<void> {
  await tx
    .updateTable('planned_change')
    .set({ withdrawn_at: tx.now, withdrawn_by: by })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** When what is planned in a currency begins, after an instant and in order. `departmentId`: only for this one's budget. */
export async function listStarts(
  db: Reader,
  asked: {
    organizationId: string;
    kind: 'rules' | 'budget';
    currency: string;
    after: Date;
    departmentId?: string;
  },
): Promise<Date[]> {
  const { organizationId, kind, currency, after, departmentId = null } = asked;
  const { rows } = await sql<{ from: Date }>`
    select distinct from_at as "from" from planned_change
     where organization_id = ${organizationId} and kind = ${kind} and currency = ${currency} and withdrawn_at is null
       and from_at > ${after} and (${departmentId}::uuid is null or department_id = ${departmentId}::uuid)
     order by 1`.execute(db);
  return rows.map(({ from }) => from);
}

/**
 * What was planned of rules and has begun at an instant, since the last ones were set: those knew of what had begun before. `whose`: the
 * columns of a row `p` that say so.
 */
export function begunRules(whose: RawBuilder<unknown>, { since, at }: Begun): RawBuilder<PlannedRules[]> {
  return sql<PlannedRules[]>`(
    select coalesce(jsonb_agg(p.change -> 'rules' order by p.from_at, p.planned_at, p.id), '[]') from planned_change p
     where ${whose} and p.kind = 'rules' and p.withdrawn_at is null
       and p.from_at <= ${at} and p.from_at > coalesce(${since}, '-infinity'))`;
}

type Begun = { since: RawBuilder<unknown>; at: Date };

/** Every budget that was set or planned, as `budget_policy`: `set_at` is from when on it holds. */
export const BUDGETS_SET = `(
  select organization_id, department_id, id, amount_minor, period, fiscal_start_month, is_soft, carry_cap_minor, set_at, set_at as made_at
    from budget_policy
   union all
  select organization_id, department_id, id, (change ->> 'amountMinor')::bigint, change ->> 'period',
         (change ->> 'fiscalStartMonth')::integer, (change ->> 'isSoft')::boolean, (change ->> 'carryCapMinor')::bigint, from_at, planned_at
    from planned_change where kind = 'budget' and withdrawn_at is null)`;

/** Every allowance that was set or planned, as `allowance`: `set_at` is from when on it holds. */
export const ALLOWANCES_SET = `(
  select organization_id, person_id, id, amount_minor, set_at, set_at as made_at from allowance
   union all
  select organization_id, person_id, id, (change ->> 'amountMinor')::bigint, from_at, planned_at
    from planned_change where kind = 'allowance' and withdrawn_at is null)`;
