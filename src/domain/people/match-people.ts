import { foldText } from '#src/domain/kit/fold.ts';
import { type PeopleProblem, type PersonRow, peopleProblemOf } from './people-row.ts';
import type { Person } from './person.ts';

/** A person with all that a file may say of them. */
export type KnownPerson = Omit<Person, 'organizationId' | 'prefers'> & {
  employeeNumber: string | null;
  chatIds: readonly { platform: string; userId: string }[];
  /** The record that is kept of them, where this one was merged into it. */
  mergedInto?: string | null;
};

type Matched = { problems: PeopleProblem[]; matches: (KnownPerson | undefined)[] };

/**
 * Who of the known people each row is: by employee number, else by address, else by chat user. Names every row that
 * could be two people, or two rows that are one.
 */
export function matchPeople(rows: readonly PersonRow[], known: readonly KnownPerson[]): Matched {
  const index = indexOf(known);
  const repeated = repeatedIn(rows);
  const repeatedLines = new Set(repeated.map(({ line }) => line));
  const problems = [...repeated, ...rows.flatMap(namesNobody)];
  const owners = new Map<string, PersonRow>();
  const matches = rows.map((row) => {
    const { person, problem } = matchRow(row, index);
    if (problem) problems.push(problem);
    if (!person) return undefined;
    const first = owners.get(person.id);
    if (first && !repeatedLines.has(row.line ?? 0))
      problems.push(
        peopleProblemOf(row, '', 'repeated-person', { text: person.name, other: `${first.line ?? 0}` }),
      );
    owners.set(person.id, first ?? row);
    return person;
  });
  return { problems, matches };
}

type Index = {
  byNumber: ReadonlyMap<string, KnownPerson>;
  byEmail: ReadonlyMap<string, KnownPerson>;
  byUser: ReadonlyMap<string, KnownPerson>;
};

function indexOf(known: readonly KnownPerson[]): Index {
  return {
    byNumber: new Map(
      known.flatMap((one) => (one.employeeNumber ? [[one.employeeNumber, one] as const] : [])),
    ),
    byEmail: new Map(known.flatMap((one) => (one.email ? [[foldText(one.email), one] as const] : []))),
    byUser: new Map(known.flatMap((one) => one.chatIds.map((user) => [keyOf(user), one] as const))),
  };
}

function keyOf({ platform, userId }: { platform: string; userId: string }): string {
  return `${platform}:${userId}`;
}

function matchRow(
  row: PersonRow,
  { byNumber, byEmail, byUser }: Index,
): { person?: KnownPerson | undefined; problem?: PeopleProblem } {
  const { email, employeeNumber, chatIds } = row;
  const numbered = employeeNumber === undefined ? undefined : byNumber.get(employeeNumber);
  const addressed = email === undefined ? undefined : byEmail.get(foldText(email));
  if (numbered && addressed && numbered.id !== addressed.id) {
    return { problem: peopleProblemOf(row, 'email', 'taken', { text: email, other: labelOf(addressed) }) };
  }
  if (addressed?.employeeNumber && employeeNumber && addressed.employeeNumber !== employeeNumber) {
    const other = `${labelOf(addressed)}, ${addressed.employeeNumber}`;
    return {
      problem: peopleProblemOf(row, 'employee_number', 'number-differs', { text: employeeNumber, other }),
    };
  }
  // Numbers such as 1, 2, 3 count the rows of some files: who is called otherwise is somebody else.
  if (numbered && !addressed && !mayBe(row, numbered)) {
    const text = { text: employeeNumber, other: labelOf(numbered) };
    return { problem: peopleProblemOf(row, 'employee_number', 'number-differs', text) };
  }
  const person = numbered ?? addressed;
  for (const user of chatIds) {
    const owner = byUser.get(keyOf(user));
    if (!owner || owner.id === person?.id) continue;
    if (!person && mayBe(row, owner)) return { person: owner };
    const text = { text: user.userId, other: labelOf(owner) };
    return { person, problem: peopleProblemOf(row, `${user.platform}_id`, 'taken', text) };
  }
  return { person };
}

/** Whether a row with an address that nobody has may be somebody whose number or chat user it names: they have none, or part of a name in common. */
function mayBe({ email, name }: PersonRow, owner: KnownPerson): boolean {
  if (owner.email === null || email === undefined) return true;
  const parts = new Set(partsOf(owner.name));
  return name === undefined || partsOf(name).some((part) => parts.has(part));
}

function partsOf(name: string): string[] {
  return foldText(name)
    .split(/[\s,]/u)
    .filter((part) => part !== '');
}

function labelOf({ name, email, employeeNumber }: KnownPerson): string {
  return `${name} (${email ?? employeeNumber ?? 'without email'})`;
}

function namesNobody(row: PersonRow): PeopleProblem[] {
  const isNamed = row.email !== undefined || row.employeeNumber !== undefined || row.chatIds.length > 0;
  return isNamed ? [] : [peopleProblemOf(row, 'email', 'nobody-named')];
}

function repeatedIn(rows: readonly PersonRow[]): PeopleProblem[] {
  return [
    ...repeatedBy(rows, 'email', 'repeated-email', ({ email }) => email && foldText(email)),
    ...repeatedBy(rows, 'employee_number', 'repeated-number', ({ employeeNumber }) => employeeNumber),
    ...repeatedBy(rows, 'slack_id', 'repeated-slack', ({ chatIds }) => userOf(chatIds, 'slack')),
    ...repeatedBy(rows, 'discord_id', 'repeated-discord', ({ chatIds }) => userOf(chatIds, 'discord')),
  ];
}

function userOf(chatIds: PersonRow['chatIds'], platform: string): string | undefined {
  return chatIds.find((user) => user.platform === platform)?.userId;
}

function repeatedBy(
  rows: readonly PersonRow[],
  field: string,
  kind: PeopleProblem['kind'],
  valueOf: (row: PersonRow) => string | undefined,
): PeopleProblem[] {
  const first = new Map<string, PersonRow>();
  return rows.flatMap((row) => {
    const value = valueOf(row);
    if (value === undefined || value === '') return [];
    const before = first.get(value);
    if (before) return [peopleProblemOf(row, field, kind, { text: value, other: `${before.line ?? 0}` })];
    first.set(value, row);
    return [];
  });
}
