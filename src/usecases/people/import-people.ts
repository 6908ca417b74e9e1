import { listRooms } from '#src/db/people/department.ts';
import { listKnownPeople } from '#src/db/people/known-people.ts';
import { lockPeople, type Organization } from '#src/db/people/organization.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { PersonRow } from '#src/domain/people/people-row.ts';
import {
  type ImportOptions,
  type PeoplePlan,
  type PlannedPerson,
  planPeople,
} from '#src/domain/people/plan-people.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { countsOfPlan, keepImport } from './steps/keep-import.ts';
import { savePlan } from './steps/save-plan.ts';

export type { PersonRow } from '#src/domain/people/people-row.ts';

export type ImportedPeople = {
  added: number;
  /** Known people in the list, changed or not. */
  updated: number;
  departmentsAdded: string[];
  /** Why roles are not given yet: each waits for a second person. */
  waiting: Refusal[];
};

/** What may be done, by whom, and which changes the one who asks has seen: others are refused. */
export type ImportRequest = ImportOptions & { actorId?: string | null; seen?: string };

type ImportDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** People changed between the look at an import's plan and the import. */
export class PlanChanged extends Error {
  override readonly name = 'PlanChanged';
}

/** What an import would do, and everything that is in its way. Does nothing. */
export async function planImport(
  deps: Pick<Deps, 'db' | 'newId'>,
  organization: Organization,
  rows: readonly PersonRow[],
  options: ImportOptions = {},
): Promise<PeoplePlan> {
  return planWith(deps, deps.db, { organization, rows, options });
}

/**
 * Adds or updates people: all of them or none. A row changes what it names and nothing else. New departments are
 * created with the organization's currency and time zone. Managers may appear anywhere in the list.
 *
 * @throws when the rows have problems: callers look at the plan first.
 * @throws `PlanChanged` when the plan is no longer the one that was seen.
 */
export async function importPeople(
  deps: ImportDeps,
  organization: Organization,
  rows: readonly PersonRow[],
  { actorId, seen, ...options }: ImportRequest = {},
): Promise<ImportedPeople> {
  return transact(deps, async (tx) => {
    await lockPeople(tx, organization.id);
    const plan = await planWith(deps, tx, { organization, rows, options });
    const [problem] = plan.problems;
    if (problem) throw new Error(`row ${problem.line}: ${problem.kind} ${problem.field} ${problem.text}`);
    if (seen !== undefined && seen !== sightOf(plan)) throw new PlanChanged('people changed in the meantime');
    const doer = actorId ?? null;
    const waiting = await savePlan(deps, tx, { organization, plan, actorId: doer });
    const detail = countsOfPlan(plan);
    const kept = { source: 'shell' as const, status: 'done' as const, actorId: doer, detail, plan };
    await keepImport(deps, tx, organization.id, kept);
    return { ...countsOf(plan), waiting };
  });
}

async function planWith(
  { newId }: Pick<Deps, 'newId'>,
  db: Reader,
  {
    organization,
    rows,
    options,
  }: { organization: Organization; rows: readonly PersonRow[]; options: ImportOptions },
): Promise<PeoplePlan> {
  const known = await listKnownPeople(db, organization.id);
  const departments = await listRooms(db, organization.id);
  return planPeople({ rows, known, departments, options, newId });
}

/** What a plan does, as one text: equal for plans that do the same. New ids are left out: they differ each time. */
export function sightOf({ changes, people, departments }: PeoplePlan): string {
  const rooms = new Map(departments.map(({ id, name }) => [id, name]));
  const fresh = people.filter(({ before }) => !before).map(({ person }) => person);
  const called = new Map(fresh.map((person) => [person.id, personKey(person)]));
  const added = fresh.map((person) => ({
    ...person,
    id: '',
    departmentId: rooms.get(person.departmentId) ?? person.departmentId,
    managerId: person.managerId && (called.get(person.managerId) ?? person.managerId),
  }));
  return JSON.stringify([changes, added, [...rooms.values()]]);
}

function personKey({ email, employeeNumber, name }: PlannedPerson['person']): string {
  return email ?? employeeNumber ?? name;
}

/** What a plan comes to, in numbers. */
export function countsOf({ people, updated, departments }: PeoplePlan): Omit<ImportedPeople, 'waiting'> {
  const added = people.filter(({ before }) => !before).length;
  return { added, updated, departmentsAdded: departments.map(({ name }) => name) };
}
