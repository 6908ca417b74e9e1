import { sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Reader } from '#src/db/kit/schema.ts';

/** A department, how many people work there, and whether it is closed. */
export type ListedDepartment = Department & { people: number; isClosed: boolean };

/** The departments that the reader may see, by name. */
export async function listDepartmentsWithPeople(db: Reader, scope: Scope): Promise<ListedDepartment[]> {
  const { organizationId } = scope;
  const { rows } = await sql<ListedDepartment>`
    select d.organization_id as "organizationId", d.id, d.name, d.currency, d.region, d.time_zone as "timeZone",
           coalesce(working.people, 0)::integer as people,
           exists (
             select from department_closing c
              where c.organization_id = d.organization_id and c.department_id = d.id and c.opened_at is null) as "isClosed"
      from department d
      left join (
        select department_id, count(*) as people from person
         where organization_id = ${organizationId} and deactivated_at is null group by department_id
      ) working on working.department_id = d.id
     where d.organization_id = ${organizationId} and ${within(scope, { department: 'd.id' })}
     order by d.name_key, d.id`.execute(db);
  return rows;
}
