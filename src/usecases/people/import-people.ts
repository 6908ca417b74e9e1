import { insertActivities } from '#src/db/ledger/activity.ts';
import { insertDepartment, listDepartments } from '#src/db/people/department.ts';
import { findEverybody } from '#src/db/people/find-people.ts';
import { lockPeople, type Organization } from '#src/db/people/organization.ts';
import { type NewIdentity, saveIdentities } from '#src/db/people/identity.ts';
import { savePeople } from '#src/db/people/person.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Role } from '#src/domain/people/roles.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Person } from '#src/domain/people/person.ts';

/** One person as a file gives them; empty fields are undefined. */
export type PersonRow = {
  /** From outside the company. Left out: keeps what is known, and a new person is a colleague. */
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

type ImportDeps = Pick<Deps, 'newId'>;

/**
 * Adds or updates people, by email address or, for those without one, by chat user; all of them or none. New
 * departments are created with the organization's currency and time zone. Managers may appear anywhere in the list.
 *
 * @throws when a manager is neither in the list nor known; callers check the list first.
 */
export async function importPeople(
  deps: ImportDeps & Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>,
  organization: Organization,
  rows: readonly PersonRow[],
): Promise<ImportedPeople> {
  return transact(deps, async (tx) => {
    await lockPeople(tx, organization.id);
    const departments = await ensureDepartments(deps, tx, organization, rows);
    const planned = await planPeople(deps, tx, { organization, rows, departments });
    const managed = await withManagers(tx, organization.id, planned);
    const people = [...new Map(managed.map(({ person }) => [person.id, person])).values()];
    await savePeople(tx, people);
    await saveIdentities(tx, identitiesOf(managed));
    await insertActivities(
      tx,
      managed.map(({ person }) => ({
        organizationId: organization.id,
        id: deps.newId(),
        at: tx.now,
        kind: 'person.imported' as const,
        subjectId: person.id,
        detail: { role: person.role, departmentId: person.departmentId },
      })),
    );
    const added = planned.filter(({ isNew }) => isNew).length;
    const departmentsAdded = [...departments.values()]
      .filter((one) => one.isNew)
      .map((one) => one.department.name);
    return { added, updated: planned.length - added, departmentsAdded };
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
  const known = await listDepartments(tx, organization.id);
  const byName = new Map(known.map((department) => [department.name.toLowerCase(), department]));
  const departments: Departments = new Map();
  for (const [key, name] of names) {
    const department = byName.get(key) ?? newDepartment(deps, organization, name);
    if (!byName.has(key)) await insertDepartment(tx, department);
    departments.set(key, { department, isNew: !byName.has(key) });
  }
  return departments;
}

function newDepartment(
  deps: ImportDeps,
  { id: organizationId, currency, timeZone }: Organization,
  name: string,
): Department {
  return { organizationId, id: deps.newId(), name, currency, region: '', timeZone };
}

type Planned = { row: PersonRow; person: Omit<Person, 'isDeactivated'>; isNew: boolean };

/** Everybody as the rows describe them, with the ids of known people; managers are set later. */
async function planPeople(
  deps: ImportDeps,
  tx: Tx,
  {
    organization,
    rows,
    departments,
  }: { organization: Organization; rows: readonly PersonRow[]; departments: Departments },
): Promise<Planned[]> {
  const known = await findKnown(tx, organization.id, rows);
  const ids = new Map<string, string>();
  return rows.map((row, index) => {
    const department = departments.get(row.department.toLowerCase());
    if (!department) throw new Error(`department ${row.department} was not made`);
    const before = known[index];
    const sameRow = ids.get(row.email.toLowerCase());
    const id = before?.id ?? sameRow ?? deps.newId();
    ids.set(row.email.toLowerCase(), id);
    const { name, email, role, region } = row;
    const person = {
      organizationId: organization.id,
      id,
      name,
      email,
      role,
      departmentId: department.department.id,
      managerId: null,
      region,
      prefers: before?.prefers ?? ('chat' as const),
      isGuest: row.isGuest ?? before?.isGuest ?? false,
    };
    return { row, person, isNew: !before && sameRow === undefined };
  });
}

/**
 * By email address, else somebody without one who joined by a chat role and keeps their gifts. Nobody matches two rows.
 */
async function findKnown(
  tx: Tx,
  organizationId: string,
  rows: readonly PersonRow[],
): Promise<(Person | undefined)[]> {
  const byEmail = await findByEmail(
    tx,
    organizationId,
    rows.map(({ email }) => email),
  );
  const users = rows.flatMap((row, index) =>
    byEmail[index]
      ? []
      : row.chatIds.map((user) => ({ index, ref: { by: 'chat' as const, workspaceId: '', ...user } })),
  );
  const linked = await findEverybody(
    tx,
    users.map(({ ref }) => ({ organizationId, ref })),
  );
  const taken = new Set<string>();
  users.forEach(({ index }, at) => {
    const person = linked[at]?.find(({ email, id }) => email === null && !taken.has(id));
    if (!person || byEmail[index]) return;
    taken.add(person.id);
    byEmail[index] = person;
  });
  return byEmail;
}

async function findByEmail(
  tx: Tx,
  organizationId: string,
  emails: readonly string[],
): Promise<(Person | undefined)[]> {
  const asked = emails.map((email) => ({ organizationId, ref: { by: 'email' as const, email } }));
  return (await findEverybody(tx, asked)).map(([person]) => person);
}

async function withManagers(tx: Tx, organizationId: string, planned: readonly Planned[]): Promise<Planned[]> {
  const ids = new Map(planned.map(({ person }) => [person.email?.toLowerCase(), person.id]));
  const wanted = planned.flatMap(({ row }) => row.managerEmail?.toLowerCase() || []);
  const elsewhere = [...new Set(wanted)].filter((email) => !ids.has(email));
  const found = await findByEmail(tx, organizationId, elsewhere);
  elsewhere.forEach((email, index) => {
    const manager = found[index];
    if (manager) ids.set(email, manager.id);
  });
  return planned.map((one) => {
    const { managerEmail, email } = one.row;
    if (!managerEmail) return one;
    const managerId = ids.get(managerEmail.toLowerCase());
    if (!managerId) throw new Error(`manager ${managerEmail} of ${email} is unknown`);
    return { ...one, person: { ...one.person, managerId } };
  });
}

/** If several rows name one chat user, the last row wins. */
function identitiesOf(planned: readonly Planned[]): NewIdentity[] {
  const identities = planned.flatMap(({ row, person: { organizationId, id: personId } }) =>
    row.chatIds.map((user) => ({ ...user, organizationId, personId, workspaceId: null })),
  );
  return [...new Map(identities.map((one) => [`${one.platform}|${one.userId}`, one])).values()];
}
