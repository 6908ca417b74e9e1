import { sql } from 'kysely';
import type { Reader, Tx } from './schema.ts';

/** The ids of all that was ever set for a department. */
export async function listBudgetPolicyIds(
  db: Reader,
  organizationId: string,
  departmentId: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('budget_policy')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('department_id', '=', departmentId)
    .execute();
  return rows.map((row) => row.id);
}

/** What a department may give a month as of now, in minor units; undefined when it was never set. */
export async function findBudgetPolicy(
  db: Reader,
  organizationId: string,
  departmentId: string,
): Promise<bigint | undefined> {
  return (await findBudgetPolicies(db, [{ organizationId, id: departmentId }])).get(departmentId);
}

/** What departments may give a month as of now, in minor units, by the department's id; those never set are left out. */
export async function findBudgetPolicies(
  db: Reader,
  departments: readonly { organizationId: string; id: string }[],
): Promise<Map<string, bigint>> {
  if (departments.length === 0) return new Map();
  const { rows } = await sql<{ departmentId: string; amountMinor: bigint }>`
    select d.id as "departmentId", latest.amount_minor as "amountMinor"
      from unnest(${departments.map((one) => one.organizationId)}::uuid[], ${departments.map((one) => one.id)}::uuid[])
        d (organization_id, id)
     cross join lateral (
       select amount_minor from budget_policy p
        where p.organization_id = d.organization_id and p.department_id = d.id
        order by set_at desc, id desc limit 1) latest`.execute(db);
  return new Map(rows.map((row) => [row.departmentId, row.amountMinor]));
}

export async function insertBudgetPolicy(
  tx: Tx,
  policy: {
    organizationId: string;
    departmentId: string;
    id: string;
    amountMinor: bigint;
    setAt: Date;
    setBy: string | null;
  },
): Promise<void> {
  await tx
    .insertInto('budget_policy')
    .values({
      organization_id: policy.organizationId,
      department_id: policy.departmentId,
      id: policy.id,
      amount_minor: policy.amountMinor,
      set_at: policy.setAt,
      set_by: policy.setBy,
    })
    .execute();
}
