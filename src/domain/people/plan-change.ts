import { foldText } from '#src/domain/kit/fold.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import type { PersonActor } from './access.ts';
import { findCircle } from './find-circle.ts';
import { closedAmong, findClosedRoom, type NamedRoom } from './find-closed-room.ts';
import type { KnownPerson } from './match-people.ts';
import { offLimitsOf } from './off-limits.ts';
import { changesOf, namesOf, type PeoplePlan } from './plan-people.ts';

/** What to change of a person; what is left out stays. */
export type PersonPatch = Partial<Omit<KnownPerson, 'id' | 'chatIds'>>;

type Surroundings = {
  known: readonly KnownPerson[];
  departments: readonly NamedRoom[];
  /** Whose rights count; left out where somebody with a shell asks. */
  asker?: Pick<PersonActor, 'id' | 'role'> | undefined;
};

/** What a change of one person comes to, or why it cannot be. */
export function planChange({
  personId,
  patch,
  known,
  departments,
  asker,
}: Surroundings & { personId: string; patch: PersonPatch }): Outcome<PeoplePlan> {
  const before = known.find(({ id }) => id === personId);
  if (!before) return refused({ kind: 'unknown-person' });
  const one = { before, person: { ...before, ...patch } };
  const changes = changesOf(one, namesOf(known, [], departments));
  const refusal = changes.length > 0 ? refusalOf(one, { known, departments, asker }) : undefined;
  if (refusal) return refused(refusal);
  return done({ ...NOTHING, people: changes.length > 0 ? [one] : [], changes, updated: 1 });
}

/** What adding one person comes to, or why they cannot be added. */
export function planNewPerson({
  person,
  known,
  departments,
  asker,
}: Surroundings & { person: KnownPerson }): Outcome<PeoplePlan> {
  const { email, employeeNumber, name } = person;
  if (email === null && employeeNumber === null) return refused({ kind: 'person-nameless', name });
  const one = { before: undefined, person };
  const refusal = refusalOf(one, { known, departments, asker });
  return refusal ? refused(refusal) : done({ ...NOTHING, people: [one], changes: [], updated: 0 });
}

const NOTHING = { problems: [], departments: [], absent: [], kept: [], gone: [], skipped: [] };

function refusalOf(
  one: { person: KnownPerson; before: KnownPerson | undefined },
  { known, departments, asker }: Surroundings,
): Refusal | undefined {
  const { person } = one;
  const why = asker && offLimitsOf(asker, one);
  if (why) return { kind: 'person-off-limits', why, name: one.before?.name ?? person.name };
  const kept = known.find(({ id }) => id === one.before?.mergedInto);
  if (kept) return { kind: 'person-merged', name: person.name, into: kept.name };
  const closed = findClosedRoom(one, closedAmong(departments));
  if (closed !== undefined) return { kind: 'place-closed', department: closed, name: person.name };
  const others = known.filter(({ id }) => id !== person.id);
  const { email, employeeNumber } = person;
  const addressed =
    email !== null && others.find((other) => other.email && foldText(other.email) === foldText(email));
  if (addressed) return { kind: 'address-taken', address: email, name: addressed.name };
  const numbered = employeeNumber !== null && others.find((other) => other.employeeNumber === employeeNumber);
  if (numbered) return { kind: 'number-taken', number: employeeNumber, name: numbered.name };
  const managerOf = new Map([...others, person].map(({ id, managerId }) => [id, managerId]));
  return findCircle(person.id, managerOf) ? { kind: 'manager-circle', name: person.name } : undefined;
}
