import { foldText } from '#src/domain/kit/fold.ts';
import { findCircle } from './find-circle.ts';
import type { KnownPerson } from './match-people.ts';
import { type PeopleProblem, type PersonRow, peopleProblemOf } from './people-row.ts';
import { lastFirst } from './read-person-row.ts';

type Draft = { row: PersonRow; after: KnownPerson };

/** The id of each row's manager; null: nobody; undefined: the row does not say. */
type Managers = { ids: (string | null | undefined)[]; problems: PeopleProblem[] };

/**
 * Finds the managers of rows among the rows and everybody known, and names those who are unknown, could be several
 * people, or would lead back to themselves.
 *
 * @param skipped rows of people who left and are not added: who is managed by them has no manager.
 */
export function findManagers(
  drafts: readonly Draft[],
  { known, skipped }: { known: readonly KnownPerson[]; skipped: readonly PersonRow[] },
): Managers {
  const find = createFinder(drafts, known);
  const left = new Set(
    skipped.flatMap(({ email, name, employeeNumber }) =>
      [email, name, employeeNumber].filter((text) => text !== undefined).map(foldText),
    ),
  );
  const problems: PeopleProblem[] = [];
  const ids = drafts.map(({ row }) => {
    if (!row.managers) return undefined;
    const [text] = row.managers;
    if (text === undefined) return null;
    const found = row.managers.map(find).find((people) => people.length > 0) ?? [];
    const [only, ...others] = found;
    if (only !== undefined && others.length === 0) return only;
    if (only === undefined && row.managers.some((one) => left.has(foldText(one)))) return null;
    problems.push(
      peopleProblemOf(row, 'manager', only === undefined ? 'unknown-manager' : 'ambiguous-manager', { text }),
    );
    return undefined;
  });
  return { ids, problems: [...problems, ...circlesIn(drafts, ids, known)] };
}

/** Finds ids by an address, an employee number or, among those who are active, a name. */
function createFinder(drafts: readonly Draft[], known: readonly KnownPerson[]): (text: string) => string[] {
  const inFile = new Set(drafts.map(({ after }) => after.id));
  const others = known.filter(({ id }) => !inFile.has(id));
  const people = [...drafts.map(({ after }) => after), ...others];
  const sure = new Map<string, string>();
  // Last: what a file calls an id is one only where nothing else is.
  for (const { row, after } of drafts) row.otherNumbers?.forEach((number) => sure.set(number, after.id));
  for (const { id, employeeNumber, mergedInto } of people)
    if (employeeNumber) sure.set(employeeNumber, mergedInto ?? id);
  for (const { id, email, mergedInto } of people) if (email) sure.set(foldText(email), mergedInto ?? id);
  const named = new Map<string, string[]>();
  for (const { id, name } of people.filter(({ isDeactivated }) => !isDeactivated)) {
    for (const key of new Set([foldText(name), foldText(lastFirst(name))])) {
      named.set(key, [...(named.get(key) ?? []), id]);
    }
  }
  return (text) => {
    const id = sure.get(foldText(text)) ?? sure.get(text);
    if (id !== undefined) return [id];
    return named.get(foldText(text)) ?? named.get(foldText(lastFirst(text))) ?? [];
  };
}

function circlesIn(
  drafts: readonly Draft[],
  ids: Managers['ids'],
  known: readonly KnownPerson[],
): PeopleProblem[] {
  const managerOf = new Map(known.map(({ id, managerId }) => [id, managerId]));
  const labels = new Map(known.map((person) => [person.id, labelOf(person)]));
  drafts.forEach(({ after }, index) => {
    const id = ids[index];
    managerOf.set(after.id, id === undefined ? after.managerId : id);
    labels.set(after.id, labelOf(after));
  });
  return drafts.flatMap(({ row, after }) => {
    const circle = row.managers?.length ? findCircle(after.id, managerOf) : undefined;
    if (!circle) return [];
    const text = circle.map((id) => labels.get(id) ?? id).join(' → ');
    return [peopleProblemOf(row, 'manager', 'manager-circle', { text })];
  });
}

function labelOf({ email, employeeNumber, name }: KnownPerson): string {
  return email?.toLowerCase() ?? employeeNumber ?? name;
}
