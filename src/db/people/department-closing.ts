import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { DepartmentRef } from '#src/domain/people/department.ts';

/** What there is in a department: whom and what has to go before it is closed, and what stays. */
export type InDepartment = {
  people: number;
  approvals: number;
  /** What its budget and its top-ups hold, in minor units. */
  leftMinor: bigint;
  /** Roles in chat and groups of the directory that put people there. */
  links: number;
};

/** The closed ones of these departments, by their ids, with their names. */
export async function findClosed(
  db: Reader,
  departments: readonly DepartmentRef[],
): Promise<ReadonlyMap<string, string>> {
  if (departments.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string }>`
    select d.id, d.name
      from department_closing c
      join department d on d.organization_id = c.organization_id and d.id = c.department_id
     where c.opened_at is null and (c.organization_id, c.department_id) in (
       select * from unnest(
         ${departments.map((one) => one.organizationId)}::uuid[], ${departments.map((one) => one.id)}::uuid[]))`.execute(
    db,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Counts what is in a department. */
export async function countInDepartment(
  db: Reader,
  { organizationId, id }: DepartmentRef,
): Promise<InDepartment> {
  const { rows } = await sql<InDepartment>`
    select (select count(*)::integer from person
             where organization_id = ${organizationId} and department_id = ${id} and deactivated_at is null) as people,
           (select count(*)::integer from approval
             where organization_id = ${organizationId} and department_id = ${id} and status = 'open') as approvals,
           (select coalesce(sum(balance), 0)::bigint from account
             where organization_id = ${organizationId} and kind = 'budget' and owner_id = ${id}) as "leftMinor",
           (select count(*)::integer from role_mapping
             where organization_id = ${organizationId} and department_id = ${id})
           + (select count(*)::integer from scim_group
               where organization_id = ${organizationId} and department_id = ${id}) as links`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('a count gives one row');
  return row;
}

export async function insertDepartmentClosing(
  tx: Tx,
  { organizationId, id }: DepartmentRef,
  { closingId, closedBy }: { closingId: string; closedBy: string | null },
): Promise<void> {
  await tx
    .insertInto('department_closing')
    .values({
      organization_id: organizationId,
      id: closingId,
      department_id: id,
      closed_at: tx.now,
      closed_by: closedBy,
    })
    .execute();
}

/** Ends the closing that stands. */
export async function endDepartmentClosing(
  tx: Tx,
  { organizationId, id }: DepartmentRef,
  openedBy: string | null,
): Promise<void> {
  await tx
    .updateTable('department_closing')
    .set({ opened_at: tx.now, opened_by: openedBy })
    .where('organization_id', '=', organizationId)
    .where('department_id', '=', id)
    .where('opened_at', 'is', null)
    .execute();
}
