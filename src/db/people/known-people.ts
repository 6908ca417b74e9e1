import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import type { KnownPerson } from '#src/domain/people/match-people.ts';

/** Everybody an organization knows, leavers included, with their chat users. */
export async function listKnownPeople(db: Reader, organizationId: string): Promise<KnownPerson[]> {
  const { rows } = await sql<KnownPerson>`
    select p.id, p.name, p.email, p.role, p.department_id as "departmentId", p.manager_id as "managerId", p.region,
           p.is_guest as "isGuest", p.deactivated_at is not null as "isDeactivated",
           p.employee_number as "employeeNumber", coalesce(u.users, '[]') as "chatIds", m.kept_id as "mergedInto"
      from person p
      left join person_merge m on m.organization_id = p.organization_id and m.person_id = p.id
      left join (
        select person_id, jsonb_agg(jsonb_build_object('platform', platform, 'userId', user_id) order by platform, user_id) as users
          from identity where organization_id = ${organizationId} group by person_id) u on u.person_id = p.id
     where p.organization_id = ${organizationId}
     order by p.address_clash desc, p.name, p.id`.execute(db);
  return rows;
}

/** People and departments whose address or name looks like that of another one, from when fewer letters were alike. */
export async function listClashes(
  db: Reader,
  organizationId: string,
): Promise<{ kind: 'person' | 'department'; id: string; name: string }[]> {
  const { rows } = await sql<{ kind: 'person' | 'department'; id: string; name: string }>`
    select 'person' as kind, id, name || ', ' || email as name from person
     where organization_id = ${organizationId} and address_clash
     union all
    select 'department', id, name from department where organization_id = ${organizationId} and name_clash
     order by 1, 3`.execute(db);
  return rows;
}
