import { foldText } from '#src/domain/kit/fold.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { findCircle } from './find-circle.ts';
import type { KnownPerson } from './match-people.ts';
import { changesOf, namesOf, type PeoplePlan } from './plan-people.ts';

/** What to change of a person; what is left out stays. */
export type PersonPatch = Partial<Omit<KnownPerson, 'id' | 'chatIds'>>;

/** What a change of one person comes to, or why it cannot be. */
export function planChange({
  personId,
  patch,
  known,
  departments,
}: {
  personId: string;
  patch: PersonPatch;
  known: readonly KnownPerson[];
  departments: readonly { id: string; name: string }[];
}): Outcome<PeoplePlan> {
  const before = known.find(({ id }) => id === personId);
  if (!before) return refused({ kind: 'unknown-person' });
  const person = { ...before, ...patch };
  const refusal = refusalOf(person, known);
  if (refusal) return refused(refusal);
  const one = { before, person };
  const changes = changesOf(one, namesOf(known, [], departments));
  const people = changes.length > 0 ? [one] : [];
  const nothing = { problems: [], departments: [], absent: [], gone: [], skipped: [] };
  return done({ ...nothing, people, changes, updated: 1 });
}

function refusalOf(person: KnownPerson, known: readonly KnownPerson[]): Refusal | undefined {
  const others = known.filter(({ id }) => id !== person.id);
  const { email, employeeNumber } = person;
  const addressed =
    email !== null && others.find((one) => one.email && foldText(one.email) === foldText(email));
  if (addressed) return { kind: 'address-taken', address: email, name: addressed.name };
  const numbered = employeeNumber !== null && others.find((one) => one.employeeNumber === employeeNumber);
  if (numbered) return { kind: 'number-taken', number: employeeNumber, name: numbered.name };
  const managerOf = new Map([...others, person].map(({ id, managerId }) => [id, managerId]));
  return findCircle(person.id, managerOf) ? { kind: 'manager-circle', name: person.name } : undefined;
}
