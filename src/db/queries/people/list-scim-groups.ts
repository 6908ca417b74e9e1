import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { ScimPage } from './list-scim-users.ts';

/** A group of a company's directory. `department`: where its members belong here; null: it means nothing. */
export type ListedScimGroup = {
  id: string;
  displayName: string;
  externalId: string | null;
  department: string | null;
  members: { id: string; name: string }[];
};

export type ScimGroupFilter = { id?: string; displayName?: string; externalId?: string };

/** The groups that a directory has brought, in the order of their ids. Those who cannot see everybody see none. */
export async function listScimGroups(
  db: Reader,
  scope: Scope,
  { filter, first, limit }: { filter: ScimGroupFilter; first: number; limit: number },
): Promise<ScimPage<ListedScimGroup>> {
  if (!scope.isAll) return { total: 0, items: [] };
  const { id, displayName, externalId } = filter;
  const found = sql`
      from scim_group g
     where g.organization_id = ${scope.organizationId}
       ${id === undefined ? sql`` : sql`and g.id = ${id}`}
       ${displayName === undefined ? sql`` : sql`and g.name_key = fold_text(${displayName})`}
       ${externalId === undefined ? sql`` : sql`and g.external_id = ${externalId}`}`;
  const { rows: counted } = await sql<{ total: number }>`select count(*)::integer as total ${found}`.execute(
    db,
  );
  const { rows } = await sql<ListedScimGroup>`
    select g.id, g.display_name as "displayName", g.external_id as "externalId",
           (select d.name from department d where d.organization_id = g.organization_id and d.id = g.department_id) as department,
           coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) order by p.id)
                       from scim_group_member m
                       join person p on p.organization_id = m.organization_id and p.id = m.person_id
                      where m.organization_id = g.organization_id and m.group_id = g.id), '[]') as members
      ${found} order by g.id offset ${first} limit ${limit}`.execute(db);
  return { total: counted[0]?.total ?? 0, items: rows };
}
