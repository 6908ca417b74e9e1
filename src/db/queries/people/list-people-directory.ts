import { sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Role } from '#src/domain/people/roles.ts';
import type { Reader } from '#src/db/kit/schema.ts';

/** A person as lists show them. `chatIds` are their users on chat platforms. */
export type DirectoryPerson = {
  id: string;
  name: string;
  email: string | null;
  role: Role;
  department: string;
  region: string;
  managerId: string | null;
  managerEmail: string | null;
  managerName: string | null;
  employeeNumber: string | null;
  isGuest: boolean;
  isDeactivated: boolean;
  /** The record that is kept of them, where this one was merged into it. */
  mergedInto: string | null;
  chatIds: { platform: string; userId: string }[];
};

/** A page in the order of ids, which no new name changes. `after`: the id of the last one of the page before; `personId`: only them. */
export type DirectoryPage = { after?: string | undefined; personId?: string; limit: number };

/** The people of an organization that the reader may see, by name; or a page of them. */
export async function listPeopleDirectory(
  db: Reader,
  scope: Scope,
  page?: DirectoryPage,
): Promise<DirectoryPerson[]> {
  const { rows } = await sql<DirectoryPerson>`
    select p.id, p.name, p.email, p.role, d.name as department, p.region,
           p.manager_id as "managerId", m.email as "managerEmail", m.name as "managerName",
           p.employee_number as "employeeNumber", p.is_guest as "isGuest",
           p.deactivated_at is not null as "isDeactivated", coalesce(u.users, '[]') as "chatIds",
           merged.kept_id as "mergedInto"
      from person p
      join department d on d.organization_id = p.organization_id and d.id = p.department_id
      left join person m on m.organization_id = p.organization_id and m.id = p.manager_id
      left join person_merge merged on merged.organization_id = p.organization_id and merged.person_id = p.id
      left join (
        select person_id, jsonb_agg(jsonb_build_object('platform', platform, 'userId', user_id) order by platform, user_id) as users
          from identity where organization_id = ${scope.organizationId} group by person_id) u on u.person_id = p.id
     where p.organization_id = ${scope.organizationId}
       and ${within(scope, { people: ['p.id'], department: 'p.department_id' })}
       ${page?.personId ? sql`and p.id = ${page.personId}` : sql``}
       ${page?.after ? sql`and p.id > ${page.after}` : sql``}
     ${page ? sql`order by p.id limit ${page.limit}` : sql`order by p.name, p.id`}`.execute(db);
  return rows;
}
