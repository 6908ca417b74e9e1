import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { Role } from '#src/domain/people/roles.ts';

/** Who hears of a month. */
export type MonthReader = { personId: string; role: Role; departmentId: string };

export async function isMonthTold(db: Reader, organizationId: string, month: string): Promise<boolean> {
  const row = await db
    .selectFrom('month_told')
    .select('month')
    .where('organization_id', '=', organizationId)
    .where('month', '=', month)
    .executeTakeFirst();
  return row !== undefined;
}

/** False when somebody else told it first. */
export async function saveMonthTold(tx: Tx, organizationId: string, month: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('month_told')
    .values({ organization_id: organizationId, month, told_at: tx.now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** The colleagues with these roles who have not said that they do without. */
export async function listMonthReaders(
  tx: Tx,
  organizationId: string,
  roles: readonly Role[],
): Promise<MonthReader[]> {
  const { rows } = await sql<MonthReader>`
    select p.id as "personId", p.role, p.department_id as "departmentId"
      from person p
     where p.organization_id = ${organizationId} and p.role = any (${[...roles]}) and p.deactivated_at is null and not p.is_guest
       and not exists (select from unwanted_news u
                        where u.organization_id = p.organization_id and u.person_id = p.id and u.kind = 'report.month')
     order by p.id`.execute(tx);
  return rows;
}
