import { sql } from 'kysely';
import { insertOf } from '#src/db/kit/insert-many.ts';
import type { Reader, Schema, Tx } from '#src/db/kit/schema.ts';
import type { Role } from '#src/domain/people/roles.ts';
import type { Person } from '#src/domain/people/person.ts';

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

/** Those of some people who exist, in no order. */
export async function listPeopleById(
  db: Reader,
  organizationId: string,
  ids: readonly string[],
): Promise<Person[]> {
  const rows = await db
    .selectFrom('person')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .where('id', 'in', [...ids])
    .execute();
  return rows.map(personOf);
}

/** The names of some people, in their order. */
export async function listPersonNames(
  db: Reader,
  organizationId: string,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('person')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .where('id', 'in', [...ids])
    .orderBy('name')
    .execute();
}

/**
 * Serializes what one person does: wrong codes are counted under this lock. Returns the person as they are then, who may
 * have been deactivated since they were read.
 */
export async function lockPerson(tx: Tx, organizationId: string, id: string): Promise<Person> {
  const row = await tx
    .selectFrom('person')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  return personOf(row);
}

/**
 * A person to save. What they prefer is for new people: others chose themselves. Left out: no employee number is known,
 * and a known one stays.
 */
export type PersonToSave = Omit<Person, 'isDeactivated'> & { employeeNumber?: string | null };

/**
 * Inserts or updates people by id in one statement: managers may be among them. Whoever left stays away. What makes a
 * key free again, such as a corrected address, ends the clash that an older version left.
 */
export async function savePeople(tx: Tx, people: readonly PersonToSave[]): Promise<void> {
  const insert = insertOf('person', people, {
    organization_id: ['uuid', (person) => person.organizationId],
    id: ['uuid', (person) => person.id],
    department_id: ['uuid', (person) => person.departmentId],
    manager_id: ['uuid', (person) => person.managerId],
    name: ['text', (person) => person.name],
    email: ['text', (person) => person.email],
    role: ['text', (person) => person.role],
    region: ['text', (person) => person.region],
    prefers: ['text', (person) => person.prefers],
    is_guest: ['boolean', (person) => person.isGuest],
    employee_number: ['text', (person) => person.employeeNumber],
  });
  if (!insert) return;
  await sql`
    ${insert} on conflict (organization_id, id) do update
       set department_id = excluded.department_id, manager_id = excluded.manager_id, name = excluded.name,
           email = excluded.email, role = excluded.role, region = excluded.region, is_guest = excluded.is_guest,
           employee_number = excluded.employee_number,
           address_clash = person.address_clash and excluded.email_key is not distinct from person.email_key`.execute(
    tx,
  );
}

/** Sets since when people are gone, or null when they are back. */
export async function saveDeactivatedAt(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
  at: Date | null,
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable('person')
    .set({ deactivated_at: at })
    .where('organization_id', '=', organizationId)
    .where('id', 'in', ids)
    .execute();
}

export async function savePreference(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
  prefers: 'chat' | 'email',
): Promise<void> {
  await tx
    .updateTable('person')
    .set({ prefers })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** The name of the first of these people who has left; undefined when all are active. */
export async function findDeactivatedName(
  db: Reader,
  organizationId: string,
  ids: readonly string[],
): Promise<string | undefined> {
  if (ids.length === 0) return undefined;
  const person = await db
    .selectFrom('person')
    .select('name')
    .where('organization_id', '=', organizationId)
    .where('id', 'in', ids)
    .where('deactivated_at', 'is not', null)
    .orderBy('name')
    .executeTakeFirst();
  return person?.name;
}

/** Changes what is given about a person. */
export async function updatePerson(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
  changes: Partial<Pick<Person, 'name' | 'role' | 'departmentId' | 'isGuest'>> & {
    deactivatedAt?: Date | null;
  },
): Promise<void> {
  await tx
    .updateTable('person')
    .set({
      ...(changes.name !== undefined && { name: changes.name }),
      ...(changes.role !== undefined && { role: changes.role }),
      ...(changes.departmentId !== undefined && { department_id: changes.departmentId }),
      ...(changes.isGuest !== undefined && { is_guest: changes.isGuest }),
      ...(changes.deactivatedAt !== undefined && { deactivated_at: changes.deactivatedAt }),
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** The ids of the active people of an organization who have one of these roles. */
export async function listByRoles(
  db: Reader,
  organizationId: string,
  roles: readonly Role[],
): Promise<string[]> {
  const rows = await db
    .selectFrom('person')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('role', 'in', roles)
    .where('deactivated_at', 'is', null)
    .execute();
  return rows.map(({ id }) => id);
}
