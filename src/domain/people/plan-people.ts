import { foldText } from '#src/domain/kit/fold.ts';
import { isAddress } from './address.ts';
import { createRooms } from './create-rooms.ts';
import { closedAmong, findClosedRoom, type NamedRoom } from './find-closed-room.ts';
import { findManagers } from './find-managers.ts';
import { keptNames } from './kept-names.ts';
import { type KnownPerson, matchPeople } from './match-people.ts';
import { type OffLimits, offLimitsOf, type PeopleAsker } from './off-limits.ts';
import { type PeopleProblem, type PersonRow, peopleProblemOf } from './people-row.ts';

export type { KnownPerson } from './match-people.ts';

/** What an import may do beyond bringing rows up to date. */
export type ImportOptions = {
  /** For new people whose row names none. */
  department?: string;
  /** Bring back people who left and whom the file calls active. */
  bringBack?: boolean;
  /** Deactivate people who are not in the file. */
  deactivateAbsent?: boolean;
};

/** What people may have changed. Those of `RIGHTS` decide who may do and see what, or whose gifts they are. */
export const CHANGES = [
  'deactivated',
  'reactivated',
  'role',
  'guest',
  'email',
  'manager',
  'department',
  'name',
  'region',
  'number',
  'chat',
] as const;
export type ChangeKind = (typeof CHANGES)[number];
export type Change = { personId: string; name: string; kind: ChangeKind; from: string; to: string };

const RIGHTS: readonly ChangeKind[] = [
  'deactivated',
  'reactivated',
  'role',
  'guest',
  'email',
  'manager',
  'department',
  'chat',
];

/** A person as they are to be. */
export type PlannedPerson = { person: KnownPerson; before: KnownPerson | undefined };

type Named = { id: string; name: string };

export type PeoplePlan = {
  problems: PeopleProblem[];
  /** Who is added or changed. */
  people: PlannedPerson[];
  changes: Change[];
  /** Known people among the rows, changed or not. */
  updated: number;
  departments: Named[];
  /** Active people who are not in the file; they stay as they are unless asked otherwise. */
  absent: Named[];
  /** Those among them whom the asker may not deactivate. */
  kept: Named[];
  /** People who left and are in the file: they are not brought back unless asked. */
  gone: Named[];
  /** Names of rows that are marked as inactive and unknown here: there is nobody to add. */
  skipped: string[];
};

export type PlanInput = {
  rows: readonly PersonRow[];
  known: readonly KnownPerson[];
  departments: readonly NamedRoom[];
  options: ImportOptions;
  newId: () => string;
  /** Whose rights count; left out where somebody with a shell asks. */
  asker?: PeopleAsker | undefined;
};

/** Whether a change decides who may do or see what. */
export function changesRights({ kind }: Change): boolean {
  return RIGHTS.includes(kind);
}

/** What importing these rows would do, and everything that is in its way. It does nothing itself. */
export function planPeople({
  rows: named,
  known,
  departments,
  options,
  newId,
  asker,
}: PlanInput): PeoplePlan {
  const rows = withKeptNames(named, known);
  const { problems, matches } = matchPeople(rows, known);
  const skipped = rows.filter((row, index) => row.isActive === false && !matches[index]);
  const taken = rows.flatMap((row, index) =>
    skipped.includes(row) ? [] : [{ row, before: matches[index], id: matches[index]?.id ?? newId() }],
  );
  const rooms = createRooms(departments, newId);
  const drafts = taken.map(({ row, before, id }) => {
    const { department = before ? undefined : options.department } = row;
    const departmentId = department === undefined ? before?.departmentId : rooms.of(department);
    problems.push(...missingOf(row, before, departmentId));
    return { row, before, after: personOf(row, { before, id, departmentId, options }) };
  });
  const managers = findManagers(drafts, { known, skipped });
  problems.push(...managers.problems);
  const planned = drafts.map(({ row, before, after }, index) => {
    const managerId = managers.ids[index];
    const isGone = before?.isDeactivated === true && after.isDeactivated;
    if (isGone) return { row, before, person: before, isGone };
    return { row, before, person: managerId === undefined ? after : { ...after, managerId }, isGone };
  });
  const seen = new Set(planned.map(({ person }) => person.id));
  const absent = known.filter(({ id, isDeactivated }) => !isDeactivated && !seen.has(id));
  const leaving = absent.map((before) => ({ before, person: { ...before, isDeactivated: true } }));
  const kept = leaving.filter((one) => asker && offLimitsOf(asker, one)).map(({ before }) => before);
  const away = options.deactivateAbsent ? leaving.filter(({ before }) => !kept.includes(before)) : [];
  const names = namesOf(known, planned, [...departments, ...rooms.added]);
  const people = [...planned, ...away].map((one) => ({ ...one, changes: changesOf(one, names) }));
  const brought = people.filter(({ before, changes }) => !before || changes.length > 0);
  if (asker) problems.push(...brought.flatMap((one) => offLimitsProblem(asker, one)));
  const closed = closedAmong(departments);
  problems.push(...brought.flatMap((one) => closedProblem(one, closed)), ...brought.flatMap(mergedProblem));
  return {
    problems: problems.toSorted((a, b) => a.line - b.line),
    people: brought,
    changes: people.flatMap(({ changes }) => changes),
    updated: planned.filter(({ before }) => before).length,
    departments: rooms.added,
    absent,
    kept,
    gone: planned.flatMap(({ row, before, isGone }) =>
      before && isGone && row.isActive !== false ? [before] : [],
    ),
    skipped: skipped.map(({ name, email, employeeNumber }) => name ?? email ?? employeeNumber ?? ''),
  };
}

const FIELD_OF: Partial<Record<OffLimits, string>> = {
  role: 'role',
  address: 'email',
  department: 'department',
  back: 'status',
};

function offLimitsProblem(
  asker: PeopleAsker,
  { row, ...one }: PlannedPerson & { row?: PersonRow },
): PeopleProblem[] {
  const why = offLimitsOf(asker, one);
  if (!why) return [];
  const [user] = one.person.chatIds.slice(one.before?.chatIds.length ?? 0);
  const field = why === 'chat' && user ? `${user.platform}_id` : (FIELD_OF[why] ?? '');
  return [peopleProblemOf(row ?? {}, field, 'off-limits', { text: why })];
}

function withKeptNames(rows: readonly PersonRow[], known: readonly KnownPerson[]): PersonRow[] {
  const kept = keptNames(known);
  return rows.map((row) => ({
    ...row,
    ...(row.email !== undefined && { email: kept.email(row.email) }),
    ...(row.employeeNumber !== undefined && { employeeNumber: kept.number(row.employeeNumber) }),
  }));
}

function mergedProblem({ row, before }: PlannedPerson & { row?: PersonRow }): PeopleProblem[] {
  return before?.mergedInto ? [peopleProblemOf(row ?? {}, '', 'merged-record', { text: before.name })] : [];
}

function closedProblem(
  { row, ...one }: PlannedPerson & { row?: PersonRow },
  closed: ReadonlyMap<string, string>,
): PeopleProblem[] {
  const text = findClosedRoom(one, closed);
  return text === undefined ? [] : [peopleProblemOf(row ?? {}, 'department', 'closed-department', { text })];
}

function missingOf(
  row: PersonRow,
  before: KnownPerson | undefined,
  departmentId: string | undefined,
): PeopleProblem[] {
  if (before) return [];
  const { name } = row;
  return [
    ...(name === undefined ? [peopleProblemOf(row, 'name', 'missing-for-new')] : []),
    ...(departmentId === undefined ? [peopleProblemOf(row, 'department', 'missing-for-new')] : []),
  ];
}

function personOf(
  row: PersonRow,
  {
    before,
    id,
    departmentId = '',
    options,
  }: {
    before: KnownPerson | undefined;
    id: string;
    departmentId: string | undefined;
    options: ImportOptions;
  },
): KnownPerson {
  const isBack = row.isActive === true && options.bringBack === true;
  return {
    id,
    departmentId,
    name: row.name ?? before?.name ?? '',
    email: addressOf(row, before),
    role: row.role ?? before?.role ?? 'employee',
    managerId: row.managers ? null : (before?.managerId ?? null),
    region: row.region ?? before?.region ?? '',
    employeeNumber: row.employeeNumber ?? before?.employeeNumber ?? null,
    isGuest: row.isGuest ?? before?.isGuest ?? false,
    isDeactivated: row.isActive === false || ((before?.isDeactivated ?? false) && !isBack),
    chatIds: unionOf(before?.chatIds ?? [], row.chatIds),
  };
}

/** An address that a file spells differently is the same one, unless ours was none. */
function addressOf({ email }: PersonRow, before: KnownPerson | undefined): string | null {
  const known = before?.email ?? null;
  if (email === undefined) return known;
  return known !== null && isAddress(known) && foldText(known) === foldText(email) ? known : email;
}

function unionOf(
  before: KnownPerson['chatIds'],
  named: PersonRow['chatIds'],
): { platform: string; userId: string }[] {
  const fresh = named.filter(
    (user) => !before.some((one) => one.platform === user.platform && one.userId === user.userId),
  );
  return [...before, ...fresh];
}

export type NameOf = { person: (id: string | null) => string; department: (id: string) => string };

/** The names behind ids, as they are to be. */
export function namesOf(
  known: readonly KnownPerson[],
  planned: readonly PlannedPerson[],
  departments: readonly Named[],
): NameOf {
  const people = new Map([...known, ...planned.map(({ person }) => person)].map((one) => [one.id, one.name]));
  const rooms = new Map(departments.map(({ id, name }) => [id, name]));
  return {
    person: (id) => (id === null ? '' : (people.get(id) ?? id)),
    department: (id) => rooms.get(id) ?? id,
  };
}

/** What differs between a known person and what they are to be. */
export function changesOf({ before, person }: PlannedPerson, names: NameOf): Change[] {
  if (!before) return [];
  const pairs: [ChangeKind, string, string][] = [
    before.isDeactivated
      ? ['reactivated', '', flag(!person.isDeactivated)]
      : ['deactivated', '', flag(person.isDeactivated)],
    ['role', before.role, person.role],
    ['guest', flag(before.isGuest), flag(person.isGuest)],
    ['email', before.email ?? '', person.email ?? ''],
    ['manager', names.person(before.managerId), names.person(person.managerId)],
    ['department', names.department(before.departmentId), names.department(person.departmentId)],
    ['name', before.name, person.name],
    ['region', before.region, person.region],
    ['number', before.employeeNumber ?? '', person.employeeNumber ?? ''],
    ['chat', chatText(before), chatText(person)],
  ];
  const { id: personId, name } = before;
  return pairs.flatMap(([kind, from, to]) => {
    const differs = kind === 'manager' ? before.managerId !== person.managerId : from !== to;
    return differs ? [{ personId, name, kind, from, to }] : [];
  });
}

function flag(is: boolean): string {
  return is ? 'yes' : '';
}

function chatText({ chatIds }: KnownPerson): string {
  return chatIds.map(({ platform, userId }) => `${platform}:${userId}`).join(' ');
}
