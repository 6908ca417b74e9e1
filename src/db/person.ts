import { sql } from 'kysely';
import type { Role } from '#src/domain/roles.ts';
import type { ChatUser } from '#src/ports.ts';
import { insertOf } from './insert-many.ts';
import type { Db, Reader, Schema, Tx } from './schema.ts';

export type Person = {
  organizationId: string;
  id: string;
  name: string;
  email: string | null;
  role: Role;
  departmentId: string;
  managerId: string | null;
  region: string;
  prefers: 'chat' | 'email';
  isGuest: boolean;
  isDeactivated: boolean;
};

const columns = [
  'person.organization_id',
  'person.id',
  'person.name',
  'person.email',
  'person.role',
  'person.department_id',
  'person.manager_id',
  'person.region',
  'person.prefers',
  'person.is_guest',
  'person.deactivated_at',
] as const;

type Row = Pick<
  {
    [K in keyof Schema['person']]: K extends 'region'
      ? string
      : K extends 'prefers'
        ? 'chat' | 'email'
        : K extends 'is_guest'
          ? boolean
          : Schema['person'][K];
  },
  | 'organization_id'
  | 'id'
  | 'name'
  | 'email'
  | 'role'
  | 'department_id'
  | 'manager_id'
  | 'region'
  | 'prefers'
  | 'is_guest'
  | 'deactivated_at'
>;

function personOf(row: Row): Person {
  return {
    organizationId: row.organization_id,
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    departmentId: row.department_id,
    managerId: row.manager_id,
    region: row.region,
    prefers: row.prefers,
    isGuest: row.is_guest,
    isDeactivated: row.deactivated_at !== null,
  };
}

/** Throws when there is no such person. */
export async function getPerson(db: Reader, organizationId: string, id: string): Promise<Person> {
  const row = await db
    .selectFrom('person')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new Error(`there is no person ${id}`);
  return personOf(row);
}

export async function listPeople(db: Reader, organizationId: string): Promise<Person[]> {
  const rows = await db
    .selectFrom('person')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .orderBy('name')
    .execute();
  return rows.map(personOf);
}

/** Serializes what one person does at once: wrong codes are counted under this lock. */
export async function lockPerson(tx: Tx, organizationId: string, id: string): Promise<void> {
  await tx
    .selectFrom('person')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

/** Inserts people, or brings those with these ids up to date, by one statement: managers may be among them. */
export async function savePeople(tx: Tx, people: readonly Omit<Person, 'isDeactivated'>[]): Promise<void> {
  const insert = insertOf('person', PERSON_COLUMNS, people.map(rowOf));
  if (!insert) return;
  await sql`
    ${insert} on conflict (organization_id, id) do update
       set department_id = excluded.department_id, manager_id = excluded.manager_id, name = excluded.name,
           email = excluded.email, role = excluded.role, region = excluded.region, prefers = excluded.prefers,
           is_guest = excluded.is_guest, deactivated_at = null`.execute(tx);
}

const PERSON_COLUMNS = {
  organization_id: 'uuid',
  id: 'uuid',
  department_id: 'uuid',
  manager_id: 'uuid',
  name: 'text',
  email: 'text',
  role: 'text',
  region: 'text',
  prefers: 'text',
  is_guest: 'boolean',
} as const;

function rowOf(person: Omit<Person, 'isDeactivated'>) {
  const { organizationId, departmentId, managerId, isGuest, id, name, email, role, region, prefers } = person;
  return {
    organization_id: organizationId,
    id,
    department_id: departmentId,
    manager_id: managerId,
    name,
    email,
    role,
    region,
    prefers,
    is_guest: isGuest,
  };
}

/** A chat user of a person's. `workspaceId` null: unknown, what stands is kept. */
export type NewIdentity = {
  organizationId: string;
  personId: string;
  platform: string;
  userId: string;
  workspaceId: string | null;
};

/** Says whose chat users are, each of them once, by one statement; what it said before is replaced. */
export async function saveIdentities(tx: Tx, identities: readonly NewIdentity[]): Promise<void> {
  const insert = insertOf(
    'identity',
    { organization_id: 'uuid', person_id: 'uuid', platform: 'text', user_id: 'text', workspace_id: 'text' },
    identities.map(({ organizationId, personId, platform, userId, workspaceId }) => ({
      organization_id: organizationId,
      person_id: personId,
      platform,
      user_id: userId,
      workspace_id: workspaceId,
    })),
  );
  if (!insert) return;
  await sql`
    ${insert} on conflict (organization_id, platform, user_id) do update
       set person_id = excluded.person_id,
           workspace_id = coalesce(excluded.workspace_id, identity.workspace_id)`.execute(tx);
}

/** Notes in which workspaces chat users were seen, of those of whom it was unknown. */
export async function saveWorkspacesSeen(
  db: Db,
  users: readonly ({ organizationId: string } & ChatUser)[],
): Promise<void> {
  if (users.length === 0) return;
  await sql`
    update identity i set workspace_id = seen.workspace_id
      from unnest(
        ${users.map((user) => user.organizationId)}::uuid[], ${users.map((user) => user.platform)}::text[],
        ${users.map((user) => user.userId)}::text[], ${users.map((user) => user.workspaceId)}::text[]
      ) seen (organization_id, platform, user_id, workspace_id)
     where (i.organization_id, i.platform, i.user_id) = (seen.organization_id, seen.platform, seen.user_id)
       and i.workspace_id is null`.execute(db);
}

/** A person's users on the given platforms; an identity whose workspace is unknown takes the platform's only one. */
export async function findChatUsers(
  db: Reader,
  person: { organizationId: string; id: string },
): Promise<ChatUser[]> {
  return db
    .selectFrom('identity')
    .leftJoin('workspace_link', (join) =>
      join
        .onRef('workspace_link.organization_id', '=', 'identity.organization_id')
        .onRef('workspace_link.platform', '=', 'identity.platform'),
    )
    .select((eb) => [
      'identity.platform',
      'identity.user_id as userId',
      eb.fn.coalesce('identity.workspace_id', 'workspace_link.workspace_id', eb.val('')).as('workspaceId'),
    ])
    .distinctOn(['identity.platform', 'identity.user_id'])
    .where('identity.organization_id', '=', person.organizationId)
    .where('identity.person_id', '=', person.id)
    .execute();
}

export async function savePreference(
  db: Db,
  { organizationId, id }: { organizationId: string; id: string },
  prefers: 'chat' | 'email',
): Promise<void> {
  await db
    .updateTable('person')
    .set({ prefers })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}
