import { type RawBuilder, sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { DirectoryNames } from '#src/domain/people/directory-user.ts';

/** A person as a company's directory sees them. `managerRef`: a manager whom it named and has not brought. */
export type ScimPerson = DirectoryNames & {
  id: string;
  name: string;
  email: string | null;
  employeeNumber: string | null;
  department: string;
  managerId: string | null;
  managerName: string | null;
  managerRef: string | null;
  isDeactivated: boolean;
  createdAt: Date;
};

/** What a directory looks for; all of it must hold. Texts compare without case, but for ids. */
export type ScimUserFilter = {
  id?: string;
  userName?: string;
  externalId?: string;
  email?: string;
  displayName?: string;
  employeeNumber?: string;
  isActive?: boolean;
};

export type ScimPage<Item> = { total: number; items: Item[] };

/**
 * The people whom a directory may see, in the order of their ids, which no change of a name disturbs. Whoever it has not brought has
 * their address as user name, else their employee number or id. Those who cannot see everybody see nobody.
 *
 * @param first how many to leave out.
 */
export async function listScimUsers(
  db: Reader,
  scope: Scope,
  { filter, first, limit }: { filter: ScimUserFilter; first: number; limit: number },
): Promise<ScimPage<ScimPerson>> {
  if (!scope.isAll) return { total: 0, items: [] };
  const found = sql`
      from person p
      join department d on d.organization_id = p.organization_id and d.id = p.department_id
      left join scim_user s on s.organization_id = p.organization_id and s.person_id = p.id
      left join person m on m.organization_id = p.organization_id and m.id = p.manager_id
     where p.organization_id = ${scope.organizationId} and ${sql.join(conditionsOf(filter), sql` and `)}`;
  const { rows: counted } = await sql<{ total: number }>`select count(*)::integer as total ${found}`.execute(
    db,
  );
  if (limit === 0) return { total: counted[0]?.total ?? 0, items: [] };
  const { rows } = await sql<ScimPerson>`
    select p.id, p.name, p.email, p.employee_number as "employeeNumber", d.name as department, p.manager_id as "managerId",
           m.name as "managerName", s.manager_ref as "managerRef", p.deactivated_at is not null as "isDeactivated",
           p.created_at as "createdAt", ${USER_NAME} as "userName", s.external_id as "externalId",
           s.given_name as "givenName", s.family_name as "familyName", s.display_name as "displayName"
      ${found} order by p.id offset ${first} limit ${limit}`.execute(db);
  return { total: counted[0]?.total ?? 0, items: rows };
}

const USER_NAME = sql`coalesce(s.user_name, p.email, p.employee_number, p.id::text)`;

function conditionsOf(filter: ScimUserFilter): RawBuilder<unknown>[] {
  const { id, userName, externalId, email, displayName, employeeNumber, isActive } = filter;
  return [
    sql`true`,
    ...(id === undefined ? [] : [sql`p.id = ${id}`]),
    ...(userName === undefined
      ? []
      : [
          sql`(s.user_name_key = fold_text(${userName})
               or s.person_id is null
                  and (p.email_key = fold_text(${userName}) or p.email is null and p.employee_number = ${userName}))`,
        ]),
    ...(externalId === undefined ? [] : [sql`s.external_id = ${externalId}`]),
    ...(email === undefined ? [] : [sql`p.email_key = fold_text(${email})`]),
    ...(displayName === undefined ? [] : [sql`p.name_key = fold_text(${displayName})`]),
    ...(employeeNumber === undefined ? [] : [sql`p.employee_number = ${employeeNumber}`]),
    ...(isActive === undefined ? [] : [sql`(p.deactivated_at is null) = ${isActive}`]),
  ];
}
