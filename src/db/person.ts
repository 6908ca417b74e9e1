import { sql } from 'kysely';
import type { Role } from '#src/domain/roles.ts';
import type { ChatUser } from '#src/ports.ts';
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

/** Inserts a person, or brings the one with this id up to date; `undefined` keeps what stands. */
export async function savePerson(tx: Tx, person: Omit<Person, 'isDeactivated'>): Promise<void> {
  const {
    organizationId: organization_id,
    departmentId: department_id,
    managerId: manager_id,
    isGuest: is_guest,
    ...rest
  } = person;
  const row = { organization_id, department_id, manager_id, is_guest, ...rest };
  await tx
    .insertInto('person')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'id']).doUpdateSet({ ...row, deactivated_at: null }),
    )
    .execute();
}

/** Says that a chat user is this person; what it said before is replaced. */
export async function saveIdentity(
  tx: Tx,
  organizationId: string,
  personId: string,
  user: { platform: string; userId: string; workspaceId: string | null },
): Promise<void> {
  const row = {
    organization_id: organizationId,
    person_id: personId,
    platform: user.platform,
    user_id: user.userId,
    workspace_id: user.workspaceId,
  };
  await tx
    .insertInto('identity')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'platform', 'user_id']).doUpdateSet((eb) => ({
        person_id: personId,
        workspace_id: eb.fn.coalesce('excluded.workspace_id', 'identity.workspace_id'),
      })),
    )
    .execute();
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
