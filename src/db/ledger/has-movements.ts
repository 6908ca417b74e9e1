import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';

/** Whether money was ever moved in an organization, or a gift asked for. */
export async function hasMovements(db: Reader, organizationId: string): Promise<boolean> {
  const { rows } = await sql<{ moved: boolean }>`
    select exists (select from entry where organization_id = ${organizationId})
        or exists (select from recognition where organization_id = ${organizationId}) as moved`.execute(db);
  return rows[0]?.moved ?? true;
}

/** Whether money was ever moved in a department, or a gift asked for from its budget. */
export async function hasMovementsIn(
  db: Reader,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<boolean> {
  const { rows } = await sql<{ moved: boolean }>`
    select exists (select from account a join posting p on p.organization_id = a.organization_id and p.account_id = a.id
                    where a.organization_id = ${organizationId} and a.owner_id = ${id})
        or exists (select from recognition
                    where organization_id = ${organizationId}
                      and (department_id = ${id} or paying_department_id = ${id} or decided_at is null)) as moved`.execute(
    db,
  );
  return rows[0]?.moved ?? true;
}
