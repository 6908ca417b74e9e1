import { listRooms } from '#src/db/people/department.ts';
import { listKnownPeople } from '#src/db/people/known-people.ts';
import { lockPeople, type Organization } from '#src/db/people/organization.ts';
import { findScimUser, saveScimUser, type ScimUser } from '#src/db/people/scim-user.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { createRooms } from '#src/domain/people/create-rooms.ts';
import {
  addressSaid,
  allowedByDirectory,
  calledBy,
  type DirectorySaid,
  findSamePerson,
  namesAfter,
} from '#src/domain/people/directory-user.ts';
import { closedAmong, findClosedRoom, type NamedRoom } from '#src/domain/people/find-closed-room.ts';
import { keptNames } from '#src/domain/people/kept-names.ts';
import type { KnownPerson } from '#src/domain/people/match-people.ts';
import { planChange, type PersonPatch } from '#src/domain/people/plan-change.ts';
import type { PeoplePlan, PlannedPerson } from '#src/domain/people/plan-people.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { findManagerSaid } from './steps/find-manager-said.ts';
import { holdLeavers } from './steps/hold-leavers.ts';
import { joinWaiting } from './steps/join-waiting.ts';
import { savePlan } from './steps/save-plan.ts';

export type ProvisionDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** `personId`: whom it is about; undefined: somebody whom the directory brings. */
export type Provisioning = { personId?: string; said: DirectorySaid; actorId: string };

/**
 * Writes what a company's directory says of somebody: a person whom it brings is the known one with that employee number or address,
 * else a new employee. A department that nobody knows is created, without a budget; who has none is in “Unassigned”. A manager who
 * is not here yet becomes it once they are brought. Roles are never changed by a directory.
 *
 * Refuses a user name, address or number of somebody else, a department that is closed, what it may not change of people with more rights, and to deactivate
 * more people within a day than usual.
 */
export async function provisionPerson(
  deps: ProvisionDeps,
  organization: Organization,
  asked: Provisioning,
): Promise<Outcome<{ personId: string }>> {
  return transact(deps, async (tx) => {
    await lockPeople(tx, organization.id);
    const known = await listKnownPeople(tx, organization.id);
    const found = await findWhom(tx, { organization, known, asked });
    if (!found.ok) return found;
    return provision(deps, tx, { organization, known, asked, ...found.value });
  });
}

/** Where people are of whom the directory does not say it. */
const UNASSIGNED = 'Unassigned';

type Whom = { before: KnownPerson | undefined; user: ScimUser | undefined };

async function findWhom(
  tx: Tx,
  { organization, known, asked }: { organization: Organization; known: KnownPerson[]; asked: Provisioning },
): Promise<Outcome<Whom>> {
  const { personId, said } = asked;
  const namesake =
    said.userName === undefined
      ? undefined
      : await findScimUser(tx, organization.id, { userName: said.userName });
  const taken = namesake && namesake.personId !== personId ? refusalOf(namesake) : undefined;
  if (taken) return refused(taken);
  const email = addressSaid(said, {}) ?? null;
  const before =
    personId === undefined
      ? findSamePerson(known, { employeeNumber: said.employeeNumber ?? null, email })
      : known.find(({ id }) => id === personId);
  if (personId !== undefined && !before) return refused({ kind: 'unknown-person' });
  const user = before && (await findScimUser(tx, organization.id, { personId: before.id }));
  if (personId === undefined && user) return refused(refusalOf(user));
  return done({ before, user });
}

function refusalOf(user: ScimUser): Refusal {
  return { kind: 'user-name-taken', userName: user.userName, name: calledBy(user) };
}

async function provision(
  deps: ProvisionDeps,
  tx: Tx,
  { organization, known, asked, before, user }: Whom & ProvisionInput,
): Promise<Outcome<{ personId: string }>> {
  const { said, actorId } = asked;
  const names = namesAfter(user ?? (before && namesOnRecord(before)), said);
  const departments = await listRooms(tx, organization.id);
  const rooms = createRooms(departments, deps.newId);
  const manager = await findManagerSaid(tx, { organizationId: organization.id, known, said: said.manager });
  const kept = keptNames(known);
  const email = addressSaid(said, { before, user });
  const { employeeNumber } = said;
  const patch: PersonPatch = {
    ...(hasName(said) && { name: calledBy(names) }),
    ...definedOf('email', email && kept.email(email)),
    ...definedOf('employeeNumber', employeeNumber && kept.number(employeeNumber)),
    ...(said.department !== undefined && { departmentId: rooms.of(said.department) }),
    ...definedOf('managerId', manager.id),
    ...(said.isActive !== undefined && { isDeactivated: !said.isActive }),
  };
  const start = before ?? newEmployee(deps, calledBy(names), patch.departmentId ?? rooms.of(UNASSIGNED));
  const planned = planFor(start, {
    patch,
    known: before ? known : [...known, start],
    departments: [...departments, ...rooms.added],
  });
  if (!planned.ok) return planned;
  const person = planned.value.people[0]?.person ?? start;
  const closed = findClosedRoom({ before, person }, closedAmong(departments));
  if (closed !== undefined) return refused({ kind: 'place-closed', department: closed, name: person.name });
  const isLeaving = before?.isDeactivated === false && person.isDeactivated;
  const held = isLeaving ? await holdLeavers(tx, organization.id, known) : undefined;
  if (held) return refused(held);
  for (const people of before ? [planned.value.people] : stepsOfNew(person)) {
    const plan = { people, departments: rooms.added.splice(0) };
    await savePlan(deps, tx, { organization, plan, actorId, note: { by: 'scim' } });
  }
  const managerRef = said.manager === undefined ? (user?.managerRef ?? null) : manager.ref;
  await saveScimUser(tx, organization.id, { ...names, personId: person.id, managerRef, isLeaving });
  await joinWaiting(deps, tx, { organization, actorId, person, names });
  return done({ personId: person.id });
}

/** Whoever is brought as a leaver joins first, so that leaving is on record and ends what it ends. */
function stepsOfNew(person: KnownPerson): PlannedPerson[][] {
  const joined = { ...person, isDeactivated: false };
  const joining = [{ before: undefined, person: joined }];
  return person.isDeactivated ? [joining, [{ before: joined, person }]] : [joining];
}

type ProvisionInput = { organization: Organization; known: KnownPerson[]; asked: Provisioning };

/** Only what a directory says of a name changes one, so that a name kept by HR outlives a change of something else. */
function hasName({ displayName, givenName, familyName }: DirectorySaid): boolean {
  return [displayName, givenName, familyName].some((part) => part !== undefined);
}

/** How somebody is called whom the directory has not brought: by what is known of them. */
function namesOnRecord({ id, name, email, employeeNumber }: KnownPerson) {
  const userName = email ?? employeeNumber ?? id;
  return { userName, externalId: null, givenName: null, familyName: null, displayName: name };
}

function definedOf<K extends keyof PersonPatch>(key: K, value: PersonPatch[K] | undefined): PersonPatch {
  return value === undefined ? {} : { [key]: value };
}

function planFor(
  before: KnownPerson,
  {
    patch,
    known,
    departments,
  }: {
    patch: PersonPatch;
    known: readonly KnownPerson[];
    departments: readonly NamedRoom[];
  },
): Outcome<Pick<PeoplePlan, 'people'>> {
  const allowed = allowedByDirectory(before, patch);
  return allowed.ok ? planChange({ personId: before.id, patch: allowed.value, known, departments }) : allowed;
}

function newEmployee({ newId }: Pick<Deps, 'newId'>, name: string, departmentId: string): KnownPerson {
  return {
    id: newId(),
    name,
    departmentId,
    email: null,
    role: 'employee',
    managerId: null,
    region: '',
    employeeNumber: null,
    isGuest: false,
    isDeactivated: false,
    chatIds: [],
  };
}
