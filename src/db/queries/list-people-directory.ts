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
  isDeactivated: boolean;
  chatIds: { platform: string; userId: string }[];
};

/** The people of an organization that the reader may see, by name. */
export async function listPeopleDirectory(db: Reader, scope: Scope): Promise<DirectoryPerson[]> {
  const { rows } = await sql<DirectoryPerson>`
    select p.id, p.name, p.email, p.role, d.name as department, p.region,
           p.manager_id as "managerId", m.email as "managerEmail", p.deactivated_at is not null as "isDeactivated",
           coalesce((
             select jsonb_agg(jsonb_build_object('platform', i.platform, 'userId', i.user_id) order by i.platform, i.user_id)
               from identity i where i.organization_id = p.organization_id and i.person_id = p.id
           ), '[]') as "chatIds"
      from person p
      join department d on d.organization_id = p.organization_id and d.id = p.department_id
      left join person m on m.organization_id = p.organization_id and m.id = p.manager_id
     where p.organization_id = ${scope.organizationId}
       and ${within(scope, { people: ['p.id'], department: 'p.department_id' })}
     order by p.name, p.id`.execute(db);
  return rows;
}
