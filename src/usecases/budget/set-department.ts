import { insertActivities } from '#src/db/ledger/activity.ts';
import { hasMovementsIn } from '#src/db/ledger/has-movements.ts';
import {
  findDepartment,
  getDepartment,
  lockDepartment,
  saveCurrency,
  saveName,
  saveRegion,
} from '#src/db/people/department.ts';
import { listStarts } from '#src/db/budget/planned-change.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { lockPeople } from '#src/db/people/organization.ts';
import { rehearse, transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { grantsThemselves, mayAct } from '#src/domain/people/access.ts';
import type { Department, DepartmentRef } from '#src/domain/people/department.ts';
import { moveToZone, type ZoneMove } from './set-budget.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { PeopleKeeper } from '#src/usecases/people/change-person.ts';

export type DepartmentChanges = { name?: string; currency?: string; region?: string; timeZone?: string };

/** `seen`: as it was when it was looked at. `isDry`: only say what it would be. */
export type DepartmentSetting = PeopleKeeper & {
  department: DepartmentRef;
  changes: DepartmentChanges;
  seen?: Required<DepartmentChanges>;
  isDry?: boolean;
};

/** A department as it is now; `running`: the period that ran and the one that runs, where a budget went to another zone. */
export type DepartmentSet = Department & { running?: ZoneMove };

type SetDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/**
 * Renames a department, or changes its currency, its zone, or its region, whose law says how soon a gift may expire. Amounts are kept in
 * its currency, so that stays once money has moved there, or while somebody waits for a decision about a gift. Where it has a budget, the
 * zone says when its periods begin: only who sets budgets changes it, and nobody their own department's.
 */
export async function setDepartment(
  deps: SetDeps,
  setting: DepartmentSetting,
): Promise<Outcome<DepartmentSet>> {
  const { by, isDry = false } = setting;
  if (by && !mayAct(by, 'keep-departments'))
    return refused({ kind: 'departments-not-allowed', role: by.role });
  return (isDry ? rehearse : transact)(deps, (tx) => lockAndSet(deps, tx, setting));
}

async function lockAndSet(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { department, changes, seen, by, actorId = null }: DepartmentSetting,
): Promise<Outcome<DepartmentSet>> {
  const { organizationId, id: departmentId } = department;
  await lockPeople(tx, organizationId);
  await lockDepartment(tx, department);
  const before = await getDepartment(tx, department);
  if (seen && !isSeen(before, seen)) return refused({ kind: 'department-changed', name: before.name });
  const { name = before.name, currency = before.currency, region = before.region } = changes;
  const { timeZone = before.timeZone } = changes;
  const namesake = await findDepartment(tx, organizationId, name);
  if (namesake && namesake.id !== departmentId)
    return refused({ kind: 'department-exists', name: namesake.name });
  if (currency !== before.currency && (await hasMovementsIn(tx, before))) {
    return refused({ kind: 'currency-in-use', department: before.name, currency: before.currency });
  }
  const planned = currency === before.currency ? undefined : await findPlanned(tx, before);
  if (planned) return refused(planned);
  const after = { ...before, name, currency, region, timeZone };
  if (isSeen(before, after)) return done(after);
  if (name !== before.name) await saveName(tx, department, name);
  if (currency !== before.currency) await saveCurrency(tx, department, currency);
  if (region !== before.region) await saveRegion(tx, department, region);
  const personId = by?.id ?? actorId;
  const moved = await inZone(deps, tx, { before, after, by, actorId: personId });
  if (!moved.ok) return moved;
  const [was, is] = timeZone === before.timeZone ? [{}, {}] : [{ timeZone: before.timeZone }, { timeZone }];
  const detail = {
    departmentId,
    before: { ...booksOf(before), ...was },
    after: { ...booksOf(after), ...is },
  };
  const at = tx.now;
  const change = { organizationId, id: deps.newId(), at, kind: 'department.changed' as const };
  await insertActivities(tx, [{ ...change, actorId: personId, detail }]);
  return done({ ...after, ...(moved.value && { running: moved.value }) });
}

/** What is planned in the currency that a department has until now: its amounts would mean another. */
async function findPlanned(
  tx: Tx,
  { organizationId, id: departmentId, currency, timeZone }: Department,
): Promise<Refusal | undefined> {
  const asked = { organizationId, kind: 'budget' as const, currency, after: tx.now, departmentId };
  const [from] = await listStarts(tx, asked);
  return from && { kind: 'plan-conflict', from: from.toISOString(), timeZone };
}

type InZone = {
  before: Department;
  after: Department;
  actorId: string | null;
  by: PeopleKeeper['by'] | undefined;
};

async function inZone(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { before, after, by, actorId }: InZone,
): Promise<Outcome<ZoneMove | undefined>> {
  const { timeZone } = after;
  if (timeZone === before.timeZone) return done(undefined);
  const moved = await moveToZone(deps, tx, {
    department: { ...after, timeZone: before.timeZone },
    timeZone,
    actorId,
  });
  if (!moved.ok || !moved.value || !by) return moved;
  if (!mayAct(by, 'set-budgets')) return refused({ kind: 'budget-not-allowed', role: by.role });
  return grantsThemselves(by, { departmentId: after.id }) ? refused({ kind: 'own-budget' }) : moved;
}

function isSeen(before: Department, seen: Required<DepartmentChanges>): boolean {
  return (['name', 'currency', 'region', 'timeZone'] as const).every((one) => before[one] === seen[one]);
}

function booksOf({ name, currency, region }: Department) {
  return { name, currency, ...(region && { region }) };
}
