import { foldText } from '#src/domain/kit/fold.ts';
import { findCircle } from './find-circle.ts';
import { closedAmong, findClosedRoom, type NamedRoom } from './find-closed-room.ts';
import type { KnownPerson } from './match-people.ts';
import { offLimitsOf, type PeopleAsker } from './off-limits.ts';
import type { ImportUndo } from './people-import.ts';
import { type Change, changesOf, namesOf, type PlannedPerson } from './plan-people.ts';

/** What is not put back of somebody: it was changed since, somebody else has it now, it is not the asker's to do, or their department is closed. */
export type Staying = { personId: string; name: string; why: 'changed' | 'taken' | 'off-limits' | 'closed' };

/** What undoing an import does, and what it leaves as it is. */
export type UndoPlan = { people: PlannedPerson[]; changes: Change[]; staying: Staying[] };

type UndoInput = {
  undo: ImportUndo;
  known: readonly KnownPerson[];
  departments: readonly NamedRoom[];
  /** Whose rights count; left out where somebody with a shell asks. */
  asker?: PeopleAsker | undefined;
};

/**
 * Plans how an import is put back: who was new leaves, and what was changed becomes what it was. What somebody changed since stays,
 * and so do chat accounts that came with it.
 */
export function planUndo({ undo, known, departments, asker }: UndoInput): UndoPlan {
  const now = new Map(known.map((one) => [one.id, one]));
  const staying: Staying[] = [];
  const people: PlannedPerson[] = [];
  const closed = closedAmong(departments);
  for (const { before, after } of undo.people) {
    const current = now.get(after.id);
    if (!current) continue;
    const { person, isChanged } = before ? putBack(current, { before, after }) : letGo(current, after);
    const why = refusalOf({ before: current, person }, { now, closed, asker });
    if (isChanged || why) staying.push({ personId: current.id, name: current.name, why: why ?? 'changed' });
    if (why || changedFields(current, person).length === 0) continue;
    people.push({ before: current, person });
    now.set(person.id, person);
  }
  const names = namesOf(known, people, departments);
  return { people, staying, changes: people.flatMap((one) => changesOf(one, names)) };
}

const FIELDS = [
  'name',
  'email',
  'role',
  'departmentId',
  'managerId',
  'region',
  'employeeNumber',
  'isGuest',
  'isDeactivated',
] as const;

type Field = (typeof FIELDS)[number];

function changedFields(one: KnownPerson, other: KnownPerson): Field[] {
  return FIELDS.filter((field) => one[field] !== other[field]);
}

function putBack(
  current: KnownPerson,
  { before, after }: { before: KnownPerson; after: KnownPerson },
): { person: KnownPerson; isChanged: boolean } {
  const touched = changedFields(before, after);
  const still = touched.filter((field) => current[field] === after[field]);
  const old = Object.fromEntries(still.map((field) => [field, before[field]]));
  const isChanged = touched.some(
    (field) => current[field] !== after[field] && current[field] !== before[field],
  );
  return { person: { ...current, ...old }, isChanged };
}

/** Somebody new leaves again, unless they became more than what the import made of them. */
function letGo(current: KnownPerson, after: KnownPerson): { person: KnownPerson; isChanged: boolean } {
  if (current.isDeactivated) return { person: current, isChanged: false };
  const isChanged = changedFields(current, after).length > 0;
  return { person: isChanged ? current : { ...current, isDeactivated: true }, isChanged };
}

function refusalOf(
  one: PlannedPerson & { before: KnownPerson },
  {
    now,
    closed,
    asker,
  }: {
    now: ReadonlyMap<string, KnownPerson>;
    closed: ReadonlyMap<string, string>;
    asker: PeopleAsker | undefined;
  },
): Staying['why'] | undefined {
  const { person, before } = one;
  if (changedFields(before, person).length === 0) return undefined;
  if (asker && offLimitsOf(asker, one)) return 'off-limits';
  if (findClosedRoom(one, closed) !== undefined) return 'closed';
  const others = [...now.values()].filter(({ id }) => id !== person.id);
  const isTaken = others.some(
    ({ email, employeeNumber }) =>
      (email !== null && person.email !== null && foldText(email) === foldText(person.email)) ||
      (employeeNumber !== null && employeeNumber === person.employeeNumber),
  );
  const managerOf = new Map([...others, person].map(({ id, managerId }) => [id, managerId]));
  return isTaken || findCircle(person.id, managerOf) ? 'taken' : undefined;
}
