import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { Role } from '#src/domain/people/roles.ts';

/** The time zones that departments are in. */
export async function listTimeZones(db: Reader): Promise<string[]> {
  const { rows } = await sql<{ timeZone: string }>`
    select distinct time_zone as "timeZone" from department order by 1`.execute(db);
  return rows.map(({ timeZone }) => timeZone);
}

/** Somebody who was not told of a week yet. */
type WeekReader = { organizationId: string; personId: string; timeZone: string; week: string };

/** The colleagues with these roles in departments of these zones who were not told of their zone’s week, and have not said that they do without. */
export async function listWeekReaders(
  db: Reader,
  due: readonly { timeZone: string; week: string }[],
  roles: readonly Role[],
): Promise<WeekReader[]> {
  const { rows } = await sql<WeekReader>`
    select p.organization_id as "organizationId", p.id as "personId", due.time_zone as "timeZone", due.week
      from unnest(${due.map(({ timeZone }) => timeZone)}::text[], ${due.map(({ week }) => week)}::text[]) due (time_zone, week)
      join department d on d.time_zone = due.time_zone
      join person p on p.organization_id = d.organization_id and p.department_id = d.id
     where p.role = any (${[...roles]}) and p.deactivated_at is null and not p.is_guest
       and not exists (select from unwanted_news u
                        where u.organization_id = p.organization_id and u.person_id = p.id and u.kind = 'report.week')
       and not exists (select from week_told w
                        where w.organization_id = p.organization_id and w.person_id = p.id and w.week = due.week::date)
     order by p.organization_id, p.id`.execute(db);
  return rows;
}

/** False when somebody else told it first. */
export async function saveWeekTold(
  tx: Tx,
  { organizationId, personId, week }: { organizationId: string; personId: string; week: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('week_told')
    .values({ organization_id: organizationId, person_id: personId, week, told_at: tx.now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
