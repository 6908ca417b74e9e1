import { sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Reader } from '#src/db/kit/schema.ts';

/** A department, and how many people work there. */
export type ListedDepartment = Department & { people: number };

/** The departments that the reader may see, by name. */
export async function listDepartmentsWithPeople(db: Reader, scope: Scope): Promise<ListedDepartment[]> {
  const { organizationId } = scope;
  const { rows } = await sql<ListedDepartment>`
    select d.organization_id as "organizationId", d.id, d.name, d.currency, d.region, d.time_zone as "timeZone",
           (select count(*) from person p where p.organization_id = d.organization_id and p.department_id = d.id
               and p.deactivated_at is null)::integer as people
      from department d
     where d.organization_id = ${organizationId} and ${within(scope, { department: 'd.id' })}
     order by d.name_key, d.id`.execute(db);
  return rows;
}
