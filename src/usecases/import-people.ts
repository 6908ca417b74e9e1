import { insertActivities } from '#src/db/activity.ts';
import { type Department, findDepartment, insertDepartment } from '#src/db/department.ts';
import { findEverybody, findPeople } from '#src/db/find-people.ts';
import { lockPeople, type Organization } from '#src/db/organization.ts';
import { type Person, saveIdentity, savePerson } from '#src/db/person.ts';
import type { Tx } from '#src/db/schema.ts';
import type { Role } from '#src/domain/roles.ts';
import type { Deps } from './deps.ts';

/** One person as a file names them; empty fields are undefined. */
export type PersonRow = {
  /** Somebody from outside; left out: as they stand, a colleague if they are new. */
  isGuest?: boolean;
  email: string;
  name: string;
  department: string;
  managerEmail?: string | undefined;
  role: Role;
  region: string;
  chatIds: { platform: string; userId: string }[];
};

export type ImportedPeople = { added: number; updated: number; departmentsAdded: string[] };

type ImportDeps = Pick<Deps, 'db' | 'clock' | 'newId'>;

/**
 * Adds people or brings them up to date, by email address or, for those without one, chat user; all of them or none.
 * Departments that are named for the first
 * time are made with the organization's currency and time zone. Managers may stand anywhere in the list.
 *
 * @throws when a manager is neither in the list nor known; callers check the list first.
 */
export async function importPeople(
  deps: ImportDeps,
  organization: Organization,
  rows: readonly PersonRow[],
): Promise<ImportedPeople> {
  return deps.db.transaction().execute(async (tx) => {
    await lockPeople(tx, organization.id);
    const departments = await ensureDepartments(deps, tx, organization, rows);
    const saved: { row: PersonRow; person: Person; isNew: boolean }[] = [];
    for (const row of rows) saved.push(await saveRow(deps, tx, { organization, row, departments }));
    for (const { row, person } of saved) await saveManager(tx, person, row.managerEmail);
    const added = saved.filter((one) => one.isNew);
    await insertActivities(
      tx,
      saved.map(({ person }) => ({
        organizationId: organization.id,
        id: deps.newId(),
        at: deps.clock.now(),
        kind: 'person.imported' as const,
        subjectId: person.id,
        detail: { role: person.role, departmentId: person.departmentId },
      })),
    );
    const departmentsAdded = [...departments.values()]
      .filter((one) => one.isNew)
      .map((one) => one.department.name);
    return { added: added.length, updated: saved.length - added.length, departmentsAdded };
  });
}

type Departments = Map<string, { department: Department; isNew: boolean }>;

async function ensureDepartments(
  deps: ImportDeps,
  tx: Tx,
  organization: Organization,
  rows: readonly PersonRow[],
): Promise<Departments> {
  const names = new Map(rows.map((row) => [row.department.toLowerCase(), row.department]));
  const departments: Departments = new Map();
  for (const [key, name] of names) {
    const known = await findDepartment(tx, organization.id, name);
    const department = known ?? {
      organizationId: organization.id,
      id: deps.newId(),
      name,
      currency: organization.currency,
      region: '',
      timeZone: organization.timeZone,
    };
    if (!known) await insertDepartment(tx, department);
    departments.set(key, { department, isNew: !known });
  }
  return departments;
}

async function saveRow(
  deps: ImportDeps,
  tx: Tx,
  {
    organization,
    row,
    departments,
  }: { organization: Organization; row: PersonRow; departments: Departments },
): Promise<{ row: PersonRow; person: Person; isNew: boolean }> {
  const { id: organizationId } = organization;
  const department = departments.get(row.department.toLowerCase());
  if (!department) throw new Error(`department ${row.department} was not made`);
  const known = await findKnown(tx, organizationId, row);
  const person = {
    organizationId,
    id: known?.id ?? deps.newId(),
    name: row.name,
    email: row.email,
    role: row.role,
    departmentId: department.department.id,
    managerId: null,
    region: row.region,
    prefers: known?.prefers ?? ('chat' as const),
    isGuest: row.isGuest ?? known?.isGuest ?? false,
  };
  await savePerson(tx, person);
  for (const chatId of row.chatIds) {
    await saveIdentity(tx, organizationId, person.id, { ...chatId, workspaceId: null });
  }
  return { row, person: { ...person, isDeactivated: false }, isNew: !known };
}

/** By mail address; else somebody without one, who joined by a chat role and whose gifts stay theirs. */
async function findKnown(tx: Tx, organizationId: string, row: PersonRow): Promise<Person | undefined> {
  const [byEmail] = await findPeople(tx, organizationId, { by: 'email', email: row.email });
  if (byEmail) return byEmail;
  const users = row.chatIds.map((user) => ({ by: 'chat' as const, workspaceId: '', ...user }));
  const linked = await findEverybody(
    tx,
    users.map((ref) => ({ organizationId, ref })),
  );
  return linked.flat().find((person) => person.email === null);
}

async function saveManager(tx: Tx, person: Person, managerEmail: string | undefined): Promise<void> {
  if (!managerEmail) return;
  const { isDeactivated: _, ...rest } = person;
  const [manager] = await findPeople(tx, person.organizationId, { by: 'email', email: managerEmail });
  if (!manager) throw new Error(`manager ${managerEmail} of ${person.email} is unknown`);
  await savePerson(tx, { ...rest, managerId: manager.id });
}
