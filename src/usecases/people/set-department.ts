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
import { lockPeople } from '#src/db/people/organization.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { mayAct } from '#src/domain/people/access.ts';
import type { Department, DepartmentRef } from '#src/domain/people/department.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { PeopleKeeper } from './change-person.ts';

export type DepartmentChanges = { name?: string; currency?: string; region?: string };

/** `seen`: as it was when it was looked at. `isDry`: only say what it would be. */
export type DepartmentSetting = PeopleKeeper & {
  department: DepartmentRef;
  changes: DepartmentChanges;
  seen?: Required<DepartmentChanges>;
  isDry?: boolean;
};

/**
 * Renames a department, or changes its currency or its region, whose law says how soon a gift may expire. Amounts are kept in it, so it stays once money has moved there, or
 * while somebody waits for a decision about a gift.
 */
export async function setDepartment(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { department, changes, seen, isDry = false, by, actorId = null }: DepartmentSetting,
): Promise<Outcome<Department>> {
  if (by && !mayAct(by, 'keep-departments'))
    return refused({ kind: 'departments-not-allowed', role: by.role });
  const { organizationId, id: departmentId } = department;
  return transact(deps, async (tx) => {
    await lockPeople(tx, organizationId);
    await lockDepartment(tx, department);
    const before = await getDepartment(tx, department);
    if (seen && !isSeen(before, seen)) return refused({ kind: 'department-changed', name: before.name });
    const { name = before.name, currency = before.currency, region = before.region } = changes;
    const namesake = await findDepartment(tx, organizationId, name);
    if (namesake && namesake.id !== departmentId)
      return refused({ kind: 'department-exists', name: namesake.name });
    if (currency !== before.currency && (await hasMovementsIn(tx, before))) {
      return refused({ kind: 'currency-in-use', department: before.name, currency: before.currency });
    }
    const after = { ...before, name, currency, region };
    if (isDry || isSeen(before, after)) return done(after);
    if (name !== before.name) await saveName(tx, department, name);
    if (currency !== before.currency) await saveCurrency(tx, department, currency);
    if (region !== before.region) await saveRegion(tx, department, region);
    await insertActivities(tx, [
      {
        organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'department.changed',
        actorId: by?.id ?? actorId,
        detail: { departmentId, before: booksOf(before), after: booksOf(after) },
      },
    ]);
    return done(after);
  });
}

function isSeen(before: Department, seen: Required<DepartmentChanges>): boolean {
  return before.name === seen.name && before.currency === seen.currency && before.region === seen.region;
}

function booksOf({ name, currency, region }: Department) {
  return { name, currency, ...(region && { region }) };
}
