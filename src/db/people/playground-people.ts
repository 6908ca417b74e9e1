import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';

export type PlaygroundPersonRow = {
  userId: string;
  name: string;
  role: string;
  department: string;
  email?: string;
};

/** The people who can be played, in the order they were created. */
export async function listPlaygroundPeople(
  db: Reader,
  organizationId: string,
): Promise<PlaygroundPersonRow[]> {
  const rows = await db
    .selectFrom('identity')
    .innerJoin('person', (join) =>
      join
        .onRef('person.organization_id', '=', 'identity.organization_id')
        .onRef('person.id', '=', 'identity.person_id'),
    )
    .innerJoin('department', (join) =>
      join
        .onRef('department.organization_id', '=', 'person.organization_id')
        .onRef('department.id', '=', 'person.department_id'),
    )
    .select([
      'identity.user_id as userId',
      'person.name',
      'person.role',
      'department.name as department',
      'person.email',
    ])
    .where('identity.organization_id', '=', organizationId)
    .where('identity.platform', '=', 'playground')
    .orderBy('person.id')
    .execute();
  return rows.map(({ email, ...row }) => (email === null ? row : { ...row, email }));
}

/** Lets everybody with an email address be played, under the part before the @; if two share it, the first one. */
export async function linkPlaygroundPeople(tx: Tx, organizationId: string): Promise<void> {
  await sql`
    insert into identity (organization_id, platform, user_id, person_id, linked_by)
    select organization_id, 'playground', split_part(email_key, '@', 1), id, 'hr'
      from person p
     where organization_id = ${organizationId} and email is not null and deactivated_at is null
       and not exists (select from identity i where i.organization_id = p.organization_id
                          and i.person_id = p.id and i.platform = 'playground')
     order by id
    on conflict (organization_id, platform, user_id) do nothing`.execute(tx);
}
