import { sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { LinkedBy } from '#src/domain/people/identity.ts';
import type { KnownPerson } from '#src/domain/people/match-people.ts';
import { sightOfPerson } from '#src/domain/people/sight-of-person.ts';
import { textDigest } from '#src/kit/text-digest.ts';
import type { Reader } from '#src/db/kit/schema.ts';

export type PersonAccount = { platform: string; userId: string; linkedBy: LinkedBy; isGone: boolean };

/** A person with whoever and whatever belongs to them. */
export type PersonFacts = KnownPerson & {
  department: string;
  manager: string | null;
  /** What tells the manager from others of their name. */
  managerLabel: string | null;
  accounts: PersonAccount[];
  /** Who reports to them and works here, by name. */
  reports: { id: string; name: string }[];
  leftAt: Date | null;
  /** Records that were merged into theirs. */
  merged: { id: string; name: string; email: string | null; on: string }[];
  /** Nothing about them can be changed any more. */
  isErased: boolean;
  /** Equal as long as nothing about them has changed: a change names what it was made by. */
  seen: string;
};

/** What is known of a person; undefined when the reader may not see them. */
export async function findPersonFacts(
  db: Reader,
  scope: Scope,
  personId: string,
): Promise<PersonFacts | undefined> {
  const { rows } = await sql<PersonFacts>`
    select p.id, p.name, p.email, p.role, p.department_id as "departmentId", p.manager_id as "managerId", p.region,
           p.is_guest as "isGuest", p.deactivated_at is not null as "isDeactivated", p.deactivated_at as "leftAt",
           exists (select from erased_person e where e.organization_id = p.organization_id and e.person_id = p.id) as "isErased",
           (select m.kept_id from person_merge m where m.organization_id = p.organization_id and m.person_id = p.id) as "mergedInto",
           coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name, 'email', o.email, 'on', m.merged_at) order by m.merged_at)
                       from person_merge m join person o on o.organization_id = m.organization_id and o.id = m.person_id
                      where m.organization_id = p.organization_id and m.kept_id = p.id), '[]') as merged,
           p.employee_number as "employeeNumber", d.name as department, m.name as manager,
           coalesce(m.email, m.employee_number, m.name) as "managerLabel",
           coalesce((select jsonb_agg(jsonb_build_object('platform', i.platform, 'userId', i.user_id, 'linkedBy', i.linked_by,
                                        'isGone', i.gone_at is not null) order by i.platform, i.user_id)
                       from identity i where i.organization_id = p.organization_id and i.person_id = p.id), '[]') as accounts,
           coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name) order by r.name_key, r.id)
                       from person r where r.organization_id = p.organization_id and r.manager_id = p.id
                        and r.deactivated_at is null), '[]') as reports
      from person p
      join department d on d.organization_id = p.organization_id and d.id = p.department_id
      left join person m on m.organization_id = p.organization_id and m.id = p.manager_id
     where p.organization_id = ${scope.organizationId} and p.id = ${personId}
       and ${within(scope, { people: ['p.id'], department: 'p.department_id' })}`.execute(db);
  const [found] = rows;
  if (!found) return undefined;
  const known = { ...found, chatIds: found.accounts.map(({ platform, userId }) => ({ platform, userId })) };
  return { ...known, seen: textDigest(sightOfPerson(known)) };
}
