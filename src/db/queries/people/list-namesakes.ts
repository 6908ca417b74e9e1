import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { keepsPeople } from './keeps-people.ts';

/** A record that may be of the same person. */
export type Namesake = {
  id: string;
  name: string;
  email: string | null;
  department: string;
  hasLeft: boolean;
};

const MOST = 10;

/** Other records with the name of a person, or with what stands before the @ of their address; none for readers who do not keep people. */
export async function listNamesakes(db: Reader, scope: Scope, personId: string): Promise<Namesake[]> {
  if (!keepsPeople(scope)) return [];
  const { organizationId } = scope;
  const { rows } = await sql<Namesake>`
    select o.id, o.name, o.email, d.name as department, o.deactivated_at is not null as "hasLeft"
      from person p
      join person o
        on o.organization_id = p.organization_id and o.id <> p.id
       and (o.name_key = p.name_key or split_part(o.email_key, '@', 1) = split_part(p.email_key, '@', 1))
      join department d on d.organization_id = o.organization_id and d.id = o.department_id
      left join person_merge m on m.organization_id = o.organization_id and m.person_id = o.id
      left join erased_person e on e.organization_id = o.organization_id and e.person_id = o.id
     where p.organization_id = ${organizationId} and p.id = ${personId} and m.id is null and e.person_id is null
     order by o.name_key, o.id limit ${MOST}`.execute(db);
  return rows;
}
